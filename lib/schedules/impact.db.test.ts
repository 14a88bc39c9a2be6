import { describe, expect, it } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { makePatient } from "../testing/people.ts";
import { replaceWorkingHours } from "./hours.ts";
import { addTimeOff } from "./time-off.ts";
import {
  now,
  at,
  day,
  noTimes,
  weekdays,
  world,
  openPractice,
  book,
  schedule,
  slotsOn,
  statusOf,
} from "../testing/practice.ts";

openPractice();

describe("a change that affects visits", () => {
  it("asks first, and changes nothing", async () => {
    const visit = await book(at(8));
    const untouched = await book(at(9, 120));
    const input = weekdays("10:00", "17:00");
    const impact = await replaceWorkingHours(world.doctor.actor, world.doctor.doctorId, input, {
      now,
      ask: true,
    });
    expect(impact.applied).toBe(false);
    expect(impact.affected.map(({ appointment, why }) => [appointment.id, why])).toEqual([
      [visit.id, "outside_hours"],
    ]);
    // The nearest by day and time of day, and free under the new hours.
    expect(impact.affected[0]?.alternatives[0]).toMatchObject({
      date: "2025-01-08",
      time: "10:00",
    });
    expect(impact.affected[0]?.alternatives).toHaveLength(5);
    expect((await schedule()).version).toBe(1);
    expect((await slotsOn("2025-01-10"))[0]).toBe("09:00");
    expect((await statusOf(untouched.id)).version).toBe(1);
  });

  it("keeps visits that nobody decided about, and tells which they are", async () => {
    const visit = await book(at(8));
    const change = { now };
    const impact = await replaceWorkingHours(
      world.admin,
      world.doctor.doctorId,
      weekdays("10:00", "17:00"),
      change,
    );
    expect(impact.applied).toBe(true);
    expect(impact.affected.map(({ appointment }) => appointment.id)).toEqual([visit.id]);
    expect(await statusOf(visit.id)).toMatchObject({ status: "pending", version: 1 });
  });

  it("moves, cancels and keeps as decided, in one step", async () => {
    const moved = await book(at(8));
    const canceled = await book(at(9));
    const kept = await book(at(10));
    await changeStatus(world.doctor.actor, canceled.id, "approve", { now });
    const impact = await replaceWorkingHours(
      world.doctor.actor,
      world.doctor.doctorId,
      weekdays("13:00", "17:00"),
      {
        now,
        ask: true,
        reason: "I teach in the mornings from now on",
        decisions: {
          [moved.id]: { version: 1, do: "move", startsAt: at(8, 300) },
          [canceled.id]: { version: 2, do: "cancel" },
          [kept.id]: { version: 1, do: "keep" },
        },
      },
    );
    expect(impact.applied).toBe(true);
    expect(await statusOf(moved.id)).toMatchObject({ time: "14:00", version: 2 });
    expect(await statusOf(canceled.id)).toMatchObject({
      status: "canceled",
      statusReason: "I teach in the mornings from now on",
    });
    expect(await statusOf(kept.id)).toMatchObject({ time: "09:00", version: 1 });
  });

  it("is undone as a whole when one decision cannot be carried out", async () => {
    const one = await book(at(8));
    const two = await book(at(9));
    const taken = await book(at(8, 300), (await makePatient()).actor);
    const change = replaceWorkingHours(
      world.doctor.actor,
      world.doctor.doctorId,
      weekdays("13:00", "17:00"),
      {
        now,
        decisions: {
          [two.id]: { version: 1, do: "cancel" },
          [one.id]: { version: 1, do: "move", startsAt: new Date(taken.startsAt) },
        },
      },
    );
    await expect(change).rejects.toMatchObject({
      code: "slot_taken",
      detail: { issues: [{ path: `decisions.${one.id}`, message: "slot_taken" }] },
    });
    expect((await schedule()).version).toBe(1);
    expect(await statusOf(two.id)).toMatchObject({ status: "pending", version: 1 });
  });

  it("does not move what has changed since it was looked at", async () => {
    const visit = await book(at(8));
    await changeStatus(world.doctor.actor, visit.id, "approve", { now });
    const change = addTimeOff(
      world.doctor.actor,
      world.doctor.doctorId,
      { fromDay: day("2025-01-08"), toDay: day("2025-01-08"), reason: undefined, ...noTimes },
      { now, decisions: { [visit.id]: { version: 1, do: "cancel" } } },
    );
    await expect(change).rejects.toMatchObject({ code: "stale_version" });
    expect((await schedule()).timeOff).toEqual([]);
  });

  it("sends no two visits to one time, and none onto another visit of its patient", async () => {
    const other = (await makePatient()).actor;
    await book(at(8));
    await book(at(8, 30), other);
    // The first patient is with somebody else when the first free time would be.
    await bookAppointment(
      world.patient,
      { doctorId: world.stranger.doctorId, startsAt: at(8, 60) },
      { now },
    );
    const { affected } = await replaceWorkingHours(
      world.doctor.actor,
      world.doctor.doctorId,
      weekdays("10:00", "17:00"),
      {
        now,
        ask: true,
      },
    );
    const [first, second] = affected.map(({ alternatives }) => alternatives[0]?.time);
    expect(first).toBe("10:30");
    expect(second).toBe("10:00");
  });
});
