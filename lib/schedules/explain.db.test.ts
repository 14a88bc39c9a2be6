import { describe, expect, it } from "vitest";
import type { Actor } from "../access/actor.ts";
import { explainTime } from "./explain.ts";
import { addHoliday } from "./holidays.ts";
import { addTimeOff } from "./time-off.ts";
import { now, at, day, noTimes, world, openPractice, book } from "../testing/practice.ts";

openPractice();

describe("why a time is not offered", () => {
  const why = (on: string, time: string, actor: Actor = world.doctor.actor) =>
    explainTime(actor, world.doctor.doctorId, { day: day(on), time, visitType: undefined }, now);
  const reasons = async (on: string, time: string) =>
    (await why(on, time)).reasons.map((reason) => reason.why);

  it("names everything that stands in its way, and what has it", async () => {
    const visit = await book(at(8));
    expect(await why("2025-01-08", "09:00")).toMatchObject({
      offered: false,
      reasons: [{ why: "booked", appointment: { id: visit.id, patient: "Pat Test" } }],
      hours: [{ from: "09:00", to: "17:00" }],
    });
    expect(await reasons("2025-01-08", "09:10")).toEqual(["off_grid", "booked"]);
    expect(await reasons("2025-01-08", "07:00")).toEqual(["outside_hours"]);
    expect(await reasons("2025-01-05", "09:00")).toEqual(["past"]);
    expect(await reasons("2026-12-08", "09:00")).toEqual(["horizon"]);
    expect(await why("2025-01-08", "11:00")).toMatchObject({ offered: true, reasons: [] });
    const reason = "Surgery";
    const away = { fromDay: day("2025-01-09"), toDay: day("2025-01-09"), reason, ...noTimes };
    await addTimeOff(world.doctor.actor, world.doctor.doctorId, away, { now });
    const holiday = { day: day("2025-01-09"), name: "Founders' day" };
    await addHoliday(world.admin, world.doctor.clinicId, holiday, { now });
    const both = (await why("2025-01-09", "09:00")).reasons;
    expect(both.map((one) => [one.why, one.label]).toSorted()).toEqual([
      ["holiday", "Founders' day"],
      ["time_off", "Surgery"],
    ]);
  });

  it("says of a time that clocks skip that there is none", async () => {
    await expect(why("2025-03-09", "02:30")).rejects.toMatchObject({
      detail: { issues: [{ path: "time", message: "skipped" }] },
    });
  });

  it("is for the doctor and the admins", async () => {
    expect(await why("2025-01-08", "09:00", world.admin)).toMatchObject({ offered: true });
    await expect(why("2025-01-08", "09:00", world.stranger.actor)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(why("2025-01-08", "09:00", world.patient)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
