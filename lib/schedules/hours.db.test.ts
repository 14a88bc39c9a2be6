import { describe, expect, it } from "vitest";
import { anonymous, type Actor } from "../access/actor.ts";
import { testDatabase } from "../testing/database.ts";
import { replaceVisitTypes } from "./booking-rules.ts";
import { replaceWorkingHours } from "./hours.ts";
import { getSchedule } from "./queries.ts";
import { addTimeOff } from "./time-off.ts";
import { nextException } from "./views.ts";
import {
  now,
  at,
  day,
  always,
  weekdays,
  world,
  openPractice,
  schedule,
  slotsOn,
} from "../testing/practice.ts";

openPractice();

describe("weekly hours", () => {
  it("are replaced as a whole, and free times follow", async () => {
    const night = { weekday: 5, from: "22:00", to: "02:00", ...always };
    const input = { blocks: [...weekdays("10:00", "12:00").blocks, night] };
    const change = { now, expectedVersion: 1 };
    const impact = await replaceWorkingHours(
      world.doctor.actor,
      world.doctor.doctorId,
      input,
      change,
    );
    expect(impact).toEqual({ applied: true, affected: [] });
    expect(await slotsOn("2025-01-08")).toEqual(["10:00", "10:30", "11:00", "11:30"]);
    // Saturday, from the night that began on Friday.
    expect(await slotsOn("2025-01-11")).toEqual(["00:00", "00:30", "01:00", "01:30"]);
    const { version, blocks } = await schedule();
    expect(version).toBe(2);
    expect(blocks.at(-1)).toMatchObject({ weekday: 5, from: "22:00", to: "02:00" });
  });

  it("change on the day from which they are valid", async () => {
    const blocks = [
      { weekday: 3, from: "09:00", to: "10:00", ...always, validUntil: day("2025-01-14") },
      { weekday: 3, from: "13:00", to: "14:00", ...always, validFrom: day("2025-01-15") },
    ];
    await replaceWorkingHours(world.doctor.actor, world.doctor.doctorId, { blocks }, { now });
    expect(await slotsOn("2025-01-08")).toEqual(["09:00", "09:30"]);
    expect(await slotsOn("2025-01-15")).toEqual(["13:00", "13:30"]);
    expect(nextException(await schedule(), day("2025-01-06"))).toMatchObject({
      day: "2025-01-15",
      kind: "hours",
    });
  });

  // Fails without working_hours_apart; the schema (schema.test.ts) says which block it is.
  it("that overlap each other are refused", async () => {
    const late = { weekday: 2, from: "11:00", to: "13:00", ...always };
    const blocks = [...weekdays("09:00", "12:00").blocks, late];
    await expect(
      replaceWorkingHours(world.doctor.actor, world.doctor.doctorId, { blocks }, { now }),
    ).rejects.toMatchObject({ code: "invalid" });
    expect((await schedule()).version).toBe(1);
  });

  it("are not overwritten by whoever saw older ones", async () => {
    await replaceWorkingHours(world.admin, world.doctor.doctorId, weekdays("08:00", "12:00"), {
      now,
    });
    await expect(
      replaceWorkingHours(world.doctor.actor, world.doctor.doctorId, weekdays("09:00", "12:00"), {
        now,
        expectedVersion: 1,
      }),
    ).rejects.toMatchObject({ code: "stale_version" });
    expect((await slotsOn("2025-01-08"))[0]).toBe("08:00");
  });
});

describe("a schedule", () => {
  it("is its doctor's and the admins': nobody else reads or changes it", async () => {
    const attempts = (actor: Actor) => [
      () => getSchedule(actor, world.doctor.doctorId, now),
      () => replaceWorkingHours(actor, world.doctor.doctorId, { blocks: [] }, { now }),
      () =>
        addTimeOff(
          actor,
          world.doctor.doctorId,
          { startsAt: at(8), endsAt: at(9), reason: undefined },
          { now },
        ),
      () => replaceVisitTypes(actor, world.doctor.doctorId, { visitTypes: [] }, { now }),
    ];
    for (const [actor, code] of [
      [world.stranger.actor, "not_found"],
      [world.patient, "forbidden"],
      [anonymous, "unauthenticated"],
    ] as const) {
      for (const attempt of attempts(actor)) {
        await expect(attempt()).rejects.toMatchObject({ code });
      }
    }
    expect(await schedule()).toMatchObject({ version: 1, timeOff: [] });
    const { rows } = await testDatabase().superuser.query(
      "SELECT FROM working_hours WHERE doctor_id = $1",
      [world.doctor.doctorId],
    );
    expect(rows).toHaveLength(7);
  });
});
