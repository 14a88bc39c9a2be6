import { describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { addHoliday } from "../schedules/holidays.ts";
import { addTimeOff } from "../schedules/time-off.ts";
import { testDatabase } from "../testing/database.ts";
import { at, day, now, noTimes, openPractice, world } from "../testing/practice.ts";
import { rawAs } from "../testing/raw.ts";
import { confirmedVisit } from "../testing/records.ts";
import { bookAppointment } from "./book.ts";
import { getAppointment } from "./queries.ts";
import { previewMove } from "./move-times.ts";
import { previewBooking } from "./preview.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { rescheduleAppointment } from "./reschedule.ts";

openPractice();
const { superuser } = testDatabase();
const ROLES: [role: string, actor: () => UserActor][] = [
  ["patient", () => world.patient],
  ["doctor", () => world.doctor.actor],
  ["admin", () => world.admin],
];

describe.each(ROLES)("an appointment that has begun is not moved by the %s", (role, actor) => {
  it.each([
    ["as it begins", at(8)],
    ["a minute later", at(8, 1)],
    ["while it lasts", at(8, 29)],
    ["the day after", at(9)],
  ])("%s", async (_name, when) => {
    await superuser.query("UPDATE doctors SET cutoff_minutes = 0 WHERE id = $1", [
      world.doctor.doctorId,
    ]);
    const id = await confirmedVisit();
    const move = { now: when, reason: "A reason" };
    await expect(rescheduleAppointment(actor(), id, at(15), move)).rejects.toMatchObject({
      code: "illegal_transition",
    });
    if (role !== "patient") {
      const overbook = { ...move, overbookReason: "urgent" };
      await expect(rescheduleAppointment(actor(), id, at(15), overbook)).rejects.toMatchObject({
        code: "illegal_transition",
      });
    }
    const { appointment } = await getAppointment(actor(), id, when);
    expect(appointment).toMatchObject({ startsAt: at(8).toISOString(), version: 2 });
    expect(appointment.permits.reschedule).toBe(false);
  });

  it("but until then it is", async () => {
    const id = await confirmedVisit();
    const move = { now: at(7, -1), reason: "A reason" };
    expect(await rescheduleAppointment(actor(), id, at(15), move)).toMatchObject({
      startsAt: at(15).toISOString(),
    });
  });

  // Fails without the trigger appointments_move_in_time.
  it("by raw SQL", async () => {
    const status = role === "patient" ? "pending" : "confirmed";
    const move = (id: string, start: string, claimed: string) =>
      rawAs(
        actor(),
        `UPDATE appointments SET starts_at = ${start}, ends_at = ${start} + interval '30 minutes', status = '${status}',
           expires_at = ${status === "pending" ? start : "NULL"}, event = 'rescheduled', version = version + 1, updated_at = ${claimed}
         WHERE id = '${id}'`,
      );
    const refused = { constraint: "appointments_move_in_time" };
    const id = await confirmedVisit();
    const then = "'2025-01-15T14:00Z'::timestamptz";
    await expect(move(id, then, "'2025-01-08T14:00Z'")).rejects.toMatchObject(refused);
    await expect(move(id, then, "now()")).rejects.toMatchObject(refused);
    // Whatever time it claims, what has begun by the database's clock does not come again.
    const ahead = "now() + interval '1 day'";
    await expect(move(id, ahead, "'2025-01-06T12:00Z'")).rejects.toMatchObject(refused);
    await move(id, then, "'2025-01-06T12:00Z'");
  });
});

describe("a start in the past is refused as such", () => {
  const book = (startsAt: Date) =>
    bookAppointment(world.patient, { doctorId: world.doctor.doctorId, startsAt }, { now });
  const staffMove = async (startsAt: Date) =>
    rescheduleAppointment(world.doctor.actor, await confirmedVisit(), startsAt, { now });
  const WAYS: [name: string, ask: (startsAt: Date) => Promise<unknown>][] = [
    ["booking", book],
    [
      "booking by an admin",
      (startsAt) => {
        const input = { doctorId: world.doctor.doctorId, startsAt };
        return bookAppointment(
          world.admin,
          { ...input, patientId: world.patient.patientId ?? "" },
          { now },
        );
      },
    ],
    [
      "overbooking",
      (startsAt) => {
        const who = { doctorId: world.doctor.doctorId, patientId: world.patient.patientId ?? "" };
        const input = { ...who, startsAt, overbookReason: "urgent" };
        return bookAppointment(world.admin, input, { now });
      },
    ],
    ["moving by staff", staffMove],
    [
      "moving by the patient",
      async (startsAt) =>
        rescheduleAppointment(world.patient, await confirmedVisit(), startsAt, { now }),
    ],
    [
      "moving by overbooking",
      async (startsAt) => {
        const move = { now, overbookReason: "urgent" };
        return rescheduleAppointment(world.admin, await confirmedVisit(), startsAt, move);
      },
    ],
    [
      "proposing",
      async (startsAt) =>
        proposeTimes(world.doctor.actor, (await book(at(8))).id, [at(9), startsAt], { now }),
    ],
    [
      "accepting",
      async (startsAt) => {
        const { id } = await book(at(8));
        await proposeTimes(world.doctor.actor, id, [at(9)], { now });
        return acceptProposal(world.patient, id, startsAt, { now });
      },
    ],
  ];
  const PAST: [name: string, startsAt: Date][] = [
    ["in 2020", new Date("2020-01-06T14:00:00Z")],
    ["in 1999, at night", new Date("1999-12-31T23:59:00Z")],
    ["yesterday", at(5)],
    ["an hour ago", new Date(now.getTime() - 3_600_000)],
  ];
  it.each(
    WAYS.flatMap(([way, ask]) => PAST.map(([name, time]) => [way, name, ask, time] as const)),
  )("%s: %s", async (_way, _name, ask, startsAt) => {
    await expect(ask(startsAt)).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why: "past" },
    });
  });

  it("in what pages show before", async () => {
    const asked = { startsAt: new Date("2020-01-06T14:00:00Z") };
    const wanted = { doctorId: world.doctor.doctorId, ...asked };
    expect((await previewBooking(world.patient, wanted, now)).refusal).toMatchObject({
      detail: { why: "past" },
    });
    const id = await confirmedVisit();
    for (const actor of [world.patient, world.doctor.actor]) {
      expect(await previewMove(actor, id, asked, now)).toMatchObject({
        why: "past",
        overbookable: false,
      });
    }
  });

  it("for an absence and a holiday, once they are over", async () => {
    const away = { fromDay: day("2020-01-06"), toDay: day("2020-01-07"), ...noTimes };
    const exact = { startsAt: at(1), endsAt: at(2), reason: undefined };
    for (const input of [{ ...away, reason: undefined }, exact]) {
      await expect(
        addTimeOff(world.doctor.actor, world.doctor.doctorId, input, { now }),
      ).rejects.toMatchObject({ detail: { issues: [{ message: "past" }] } });
    }
    const holiday = { day: day("2020-01-06"), name: "Epiphany" };
    await expect(
      addHoliday(world.admin, world.doctor.clinicId, holiday, { now }),
    ).rejects.toMatchObject({ detail: { issues: [{ message: "past" }] } });
  });

  it("still as too soon, where it is only that", async () => {
    await superuser.query("UPDATE doctors SET minimum_notice_minutes = 1440 WHERE id = $1", [
      world.doctor.doctorId,
    ]);
    await expect(book(new Date("2025-01-06T18:00:00Z"))).rejects.toMatchObject({
      detail: { why: "notice" },
    });
  });
});
