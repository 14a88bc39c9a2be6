import { describe, expect, it } from "vitest";
import { addHoliday, listHolidays, removeHoliday } from "./holidays.ts";
import { addTimeOff, removeTimeOff } from "./time-off.ts";
import { nextException } from "./views.ts";
import {
  now,
  at,
  day,
  noTimes,
  world,
  openPractice,
  book,
  schedule,
  slotsOn,
} from "../testing/practice.ts";

openPractice();

describe("time off", () => {
  const takeOff = (
    fromDay: string,
    toDay: string,
    times: { fromTime?: string; toTime?: string } = {},
  ) => {
    const days = { fromDay: day(fromDay), toDay: day(toDay), reason: "Congress" };
    const { actor, doctorId } = world.doctor;
    return addTimeOff(actor, doctorId, { ...days, ...noTimes, ...times }, { now });
  };

  it("is whole days of the clinic, or hours", async () => {
    await takeOff("2025-01-08", "2025-01-09");
    await takeOff("2025-01-10", "2025-01-10", { fromTime: "12:00", toTime: "15:00" });
    expect(await slotsOn("2025-01-08")).toEqual([]);
    expect(await slotsOn("2025-01-09")).toEqual([]);
    const friday = await slotsOn("2025-01-10");
    expect(friday).toContain("11:30");
    expect(friday).not.toContain("12:00");
    expect(friday).toContain("15:00");
    const { timeOff } = await schedule();
    expect(timeOff).toMatchObject([
      { wholeDays: true, fromDay: "2025-01-08", toDay: "2025-01-09" },
      { wholeDays: false, fromTime: "12:00", toTime: "15:00", reason: "Congress" },
    ]);
    expect(nextException(await schedule(), day("2025-01-06"))).toEqual({
      day: "2025-01-08",
      kind: "time_off",
      label: "Congress",
    });
  });

  it("covers a day of 23 hours whole, and a skipped time from the next on", async () => {
    await takeOff("2025-03-09", "2025-03-09");
    await takeOff("2025-03-09", "2025-03-09", { fromTime: "02:30", toTime: "03:30" });
    const { timeOff } = await schedule();
    expect(timeOff.map(({ startsAt, endsAt }) => [startsAt, endsAt])).toEqual([
      ["2025-03-09T05:00:00.000Z", "2025-03-10T04:00:00.000Z"],
      ["2025-03-09T07:00:00.000Z", "2025-03-09T07:30:00.000Z"],
    ]);
  });

  it("is taken back, and its hours count again", async () => {
    await takeOff("2025-01-08", "2025-01-08");
    const { timeOff } = await schedule();
    const id = timeOff[0]?.id ?? "";
    await expect(
      removeTimeOff(world.stranger.actor, world.stranger.doctorId, id, { now }),
    ).rejects.toMatchObject({
      code: "not_found",
    });
    await removeTimeOff(world.doctor.actor, world.doctor.doctorId, id, { now });
    expect((await slotsOn("2025-01-08"))[0]).toBe("09:00");
  });

  it("that is over is refused", async () => {
    await expect(takeOff("2025-01-02", "2025-01-03")).rejects.toMatchObject({
      detail: { issues: [{ path: "fromDay", message: "past" }] },
    });
    const exact = { startsAt: new Date(0), endsAt: now, reason: undefined };
    const { actor, doctorId } = world.doctor;
    await expect(addTimeOff(actor, doctorId, exact, { now })).rejects.toMatchObject({
      detail: { issues: [{ path: "endsAt", message: "past" }] },
    });
  });
});

describe("clinic holidays", () => {
  it("close the clinic for everybody who works there, and are the admins'", async () => {
    const visit = await book(at(8));
    const input = { day: day("2025-01-08"), name: "Founders' day" };
    await expect(
      addHoliday(world.doctor.actor, world.doctor.clinicId, input, { now }),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    const impact = await addHoliday(world.admin, world.doctor.clinicId, input, { now, ask: true });
    expect(impact.affected.map(({ appointment, why }) => [appointment.id, why])).toEqual([
      [visit.id, "holiday"],
    ]);
    const decisions = { [visit.id]: { version: 1, do: "cancel" as const } };
    await addHoliday(world.admin, world.doctor.clinicId, input, { now, ask: true, decisions });
    expect(await slotsOn("2025-01-08")).toEqual([]);
    await expect(
      addHoliday(world.admin, world.doctor.clinicId, input, { now }),
    ).rejects.toMatchObject({
      detail: { issues: [{ path: "day", message: "day_closed" }] },
    });
    const clinics = await listHolidays(world.doctor.actor, now);
    const [holiday] = clinics.find(({ id }) => id === world.doctor.clinicId)?.holidays ?? [];
    expect(holiday).toMatchObject({ day: "2025-01-08", name: "Founders' day" });
    await removeHoliday(world.admin, world.doctor.clinicId, holiday?.id ?? "", { now });
    expect(await slotsOn("2025-01-08")).toHaveLength(16);
  });
});
