import { describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { addHoliday } from "../schedules/holidays.ts";
import { replaceWorkingHours } from "../schedules/hours.ts";
import { addTimeOff, removeTimeOff } from "../schedules/time-off.ts";
import { testDatabase } from "../testing/database.ts";
import { at, book, day, noTimes, now, openPractice, weekdays, world } from "../testing/practice.ts";
import { changeStatus } from "./commands.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { getAppointment } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";

// A request is not approved without a word where the practice is closed by now.

openPractice();
const approve = (id: string, reason?: string, who: UserActor = world.doctor.actor) =>
  changeStatus(who, id, "approve", { now, reason });
const away = (on: string) =>
  addTimeOff(
    world.doctor.actor,
    world.doctor.doctorId,
    { fromDay: day(on), toDay: day(on), reason: undefined, ...noTimes },
    { now },
  );
const closed = (why: string) => ({ code: "time_closed", detail: { why } });

const CLOSINGS: [name: string, close: () => Promise<unknown>, why: string][] = [
  ["time off of a day", () => away("2025-01-08"), "time_off"],
  [
    "time off that ends within it",
    () =>
      addTimeOff(
        world.doctor.actor,
        world.doctor.doctorId,
        { startsAt: at(7), endsAt: at(8, 15), reason: undefined },
        { now },
      ),
    "time_off",
  ],
  [
    "a holiday of the clinic",
    () =>
      addHoliday(
        world.admin,
        world.doctor.clinicId,
        { day: day("2025-01-08"), name: "Holiday" },
        { now },
      ),
    "holiday",
  ],
  [
    "other hours",
    () =>
      replaceWorkingHours(world.doctor.actor, world.doctor.doctorId, weekdays("12:00", "17:00"), {
        now,
      }),
    "outside_hours",
  ],
];

describe.each(CLOSINGS)("a request inside %s that was made after it", (_name, close, why) => {
  it.each(["doctor", "admin"] as const)(
    "is approved by the %s with a reason alone",
    async (role) => {
      const actor = role === "doctor" ? world.doctor.actor : world.admin;
      const { id } = await book(at(8));
      await close();
      for (const reason of [undefined, "", "  "]) {
        await expect(approve(id, reason, actor)).rejects.toMatchObject(closed(why));
      }
      expect((await getAppointment(actor, id, now)).appointment).toMatchObject({
        status: "pending",
        version: 1,
      });
      expect(await approve(id, "It is urgent", actor)).toMatchObject({
        status: "confirmed",
        statusReason: "It is urgent",
        overbooked: false,
      });
      const { events } = await getAppointment(world.patient, id, now);
      expect(events.at(-1)).toMatchObject({
        type: "approved",
        byRole: role,
        reason: "It is urgent",
      });
      const { rows } = await testDatabase().superuser.query<{ detail: { changed: string[] } }>(
        "SELECT detail FROM audit_events WHERE entity_id = $1 AND action = 'appointments.update'",
        [id],
      );
      expect(rows.map(({ detail }) => detail.changed.includes("status_reason"))).toEqual([true]);
    },
  );
});

it("needs no reason before, beside, or once the time off is taken back", async () => {
  const [before, beside, within] = [await book(at(8)), await book(at(9)), await book(at(10))];
  expect(await approve(before.id)).toMatchObject({ status: "confirmed", statusReason: null });
  const { id } = await away("2025-01-10");
  expect(await approve(beside.id)).toMatchObject({ status: "confirmed" });
  await expect(approve(within.id)).rejects.toMatchObject(closed("time_off"));
  await removeTimeOff(world.doctor.actor, world.doctor.doctorId, id, { now });
  expect(await approve(within.id)).toMatchObject({ status: "confirmed" });
});

it("needs none where staff gave one when they put it there", async () => {
  const { id } = await book(at(8));
  await away("2025-01-09");
  const move = { now, overbookReason: "urgent" };
  await rescheduleAppointment(world.doctor.actor, id, at(9), move);
  expect(await approve(id)).toMatchObject({ status: "confirmed", overbooked: true });
});

describe("into time off", () => {
  it("staff move nothing without a reason for overbooking, and propose nothing", async () => {
    const { id } = await book(at(8));
    await away("2025-01-09");
    const refused = { code: "slot_unavailable", detail: { why: "time_off" } };
    for (const actor of [world.doctor.actor, world.admin]) {
      await expect(rescheduleAppointment(actor, id, at(9), { now })).rejects.toMatchObject(refused);
      await expect(proposeTimes(actor, id, [at(9)], { now })).rejects.toMatchObject(refused);
    }
  });

  it("a patient accepts no proposal that came before it", async () => {
    const { id } = await book(at(8));
    await proposeTimes(world.doctor.actor, id, [at(9)], { now });
    await away("2025-01-09");
    await expect(acceptProposal(world.patient, id, at(9), { now })).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why: "time_off" },
    });
  });
});
