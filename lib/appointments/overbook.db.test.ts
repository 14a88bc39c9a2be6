import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import type { LocalDay } from "../time/local-day.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus } from "./commands.ts";
import { getDesk } from "./desk.ts";
import { previewMove } from "./move-times.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { getAppointment } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";
import { overbookMoveSchema, overbookSchema } from "./schema.ts";

const now = new Date("2025-01-06T12:00:00Z");
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));
const overbookReason = "An emergency";

let doctor: TestDoctor;
let patient: UserActor;
let other: UserActor;
let admin: UserActor;

beforeAll(async () => {
  doctor = await makeDoctor();
  patient = (await makePatient()).actor;
  other = (await makePatient()).actor;
  admin = await makeAdmin();
});
afterAll(disconnect);

const book = (startsAt: Date, who = patient) =>
  bookAppointment(who, { doctorId: doctor.doctorId, startsAt }, { now });

const overbook = (actor: UserActor, startsAt: Date, whom = other, whose = doctor) =>
  bookAppointment(
    actor,
    { doctorId: whose.doctorId, startsAt, patientId: whom.patientId ?? "", overbookReason },
    { now },
  );

const insert = (who: UserActor, start: Date, overbooked: boolean) =>
  rawAs(
    who,
    `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event, expires_at,
       overbooked, overbook_reason)
     VALUES ('${other.patientId ?? ""}', '${doctor.doctorId}', '${doctor.clinicId}', '${doctor.visitTypeId}',
       '${start.toISOString()}', '${new Date(start.getTime() + 1_800_000).toISOString()}', 'pending', 'requested',
       '${start.toISOString()}', ${String(overbooked)}, ${overbooked ? `'${someCiphertext}'` : "NULL"})`,
  );

describe("overbooking", () => {
  it("puts a visit on top of another, for staff who say why, and it stands", async () => {
    await book(at(8));
    const added = await overbook(admin, at(8));
    expect(added).toMatchObject({ status: "confirmed", overbooked: true, overbookReason });
    const { appointment, events } = await getAppointment(other, added.id, now);
    expect(appointment).toMatchObject({ overbooked: true, overbookReason: null });
    expect(events).toMatchObject([{ type: "booked", byRole: "admin", overbooked: true }]);
    await expect(book(at(8), (await makePatient()).actor)).rejects.toMatchObject({
      code: "slot_taken",
    });
  });

  it("goes against hours and the grid too, but not into the past", async () => {
    for (const startsAt of [at(9, 10), new Date("2025-01-09T04:00:00Z")]) {
      expect(await overbook(admin, startsAt)).toMatchObject({ overbooked: true });
    }
    await expect(overbook(admin, new Date("2025-01-06T11:00:00Z"))).rejects.toMatchObject({
      code: "slot_unavailable",
    });
  });

  it("begins at a minute that a clock can show", async () => {
    const odd = new Date(at(9, 200).getTime() + 7_123);
    await expect(overbook(admin, odd)).rejects.toMatchObject({
      code: "slot_unavailable",
      detail: { why: "off_grid" },
    });
  });

  it("is told beforehand where the patient is with somebody else", async () => {
    const someone = (await makePatient()).actor;
    const elsewhere = await makeDoctor();
    const busy = { doctorId: elsewhere.doctorId, startsAt: at(14) };
    await bookAppointment(someone, busy, { now });
    const { id } = await book(at(15), someone);
    const preview = { why: "patient_busy", overbookable: false, alternatives: [] };
    const asked = { startsAt: at(14) };
    expect(await previewMove(doctor.actor, id, asked, now)).toMatchObject(preview);
    expect(await previewMove(someone, id, asked, now)).toMatchObject(preview);
    const { doctorId, visitTypeId: visitType } = doctor;
    const question = { patient: someone.patientId ?? "", doctor: doctorId, visitType, asked };
    const desk = await getDesk(admin, question, now);
    expect(desk.times?.preview).toMatchObject(preview);
    // The visit that would move is no obstacle itself.
    expect(await previewMove(doctor.actor, id, { startsAt: at(15, 10) }, now)).toMatchObject({
      why: "off_grid",
    });
    expect(await previewMove(doctor.actor, id, { startsAt: at(14, 60) }, now)).toMatchObject({
      slot: { startsAt: at(14, 60).toISOString() },
    });
  });

  it("is never a patient's, and never without a reason", async () => {
    await book(at(10));
    await expect(overbook(other, at(10))).rejects.toMatchObject({ code: "forbidden" });
    const { id } = await book(at(11), other);
    await expect(
      rescheduleAppointment(other, id, at(10), { now, overbookReason }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(rescheduleAppointment(admin, id, at(10), { now })).rejects.toMatchObject({
      code: "slot_taken",
    });
    const blank = { startsAt: at(10).toISOString(), overbookReason: "  " };
    expect(overbookMoveSchema.safeParse(blank).success).toBe(false);
    expect(overbookSchema.safeParse({ ...blank, doctorId: doctor.doctorId }).success).toBe(false);
  });

  it("is the way in which a doctor adds a visit: own calendar, own patients", async () => {
    const stranger = await makeDoctor();
    await book(at(13), other);
    expect(await overbook(doctor.actor, at(14))).toMatchObject({ overbooked: true });
    await expect(overbook(doctor.actor, at(14), other, stranger)).rejects.toMatchObject({
      code: "not_found",
    });
    await expect(overbook(doctor.actor, at(14), (await makePatient()).actor)).rejects.toMatchObject(
      { code: "not_found" },
    );
    const input = { doctorId: doctor.doctorId, startsAt: at(15), patientId: other.patientId ?? "" };
    await expect(bookAppointment(doctor.actor, input, { now })).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  // Held by appointments_guard and appointments_doctor_free: without the first a patient overbooks,
  // without the second everybody does.
  it("is the only way to overlap, by raw SQL as well", async () => {
    await book(at(16));
    await expect(insert(other, at(16), true)).rejects.toThrow("a patient cannot overbook");
    await expect(insert(admin, at(16), false)).rejects.toThrow("appointments_doctor_free");
    await insert(admin, at(16), true);
  });

  // Held by appointments_patient_free, which knows no overbooking: nobody is in two places.
  it("never puts one patient in two places", async () => {
    await book(at(17));
    await expect(overbook(admin, at(17, 15), patient)).rejects.toMatchObject({
      code: "patient_busy",
    });
  });
});

describe("an overbooked visit", () => {
  it("is an ordinary one again once it moves to a free time, and cannot go back unasked", async () => {
    const { id } = await book(at(20), other);
    await book(at(21));
    await changeStatus(doctor.actor, id, "approve", { now });
    const moved = await rescheduleAppointment(admin, id, at(21), { now, overbookReason });
    expect(moved).toMatchObject({ status: "confirmed", overbooked: true, overbookReason });
    const away = await rescheduleAppointment(doctor.actor, id, at(22), { now });
    expect(away).toMatchObject({ overbooked: false, overbookReason: null });
    await expect(rescheduleAppointment(doctor.actor, id, at(21), { now })).rejects.toMatchObject({
      code: "slot_taken",
    });
  });

  it("is an ordinary one again once another time is accepted", async () => {
    const { id } = await book(at(23), other);
    await book(at(24));
    const moved = await rescheduleAppointment(admin, id, at(24), { now, overbookReason });
    expect(moved).toMatchObject({ status: "pending", overbooked: true });
    await proposeTimes(doctor.actor, id, [at(25)], { now });
    expect(await acceptProposal(other, id, at(25), { now })).toMatchObject({
      status: "confirmed",
      overbooked: false,
    });
  });
});

describe("a look before moving", () => {
  const wall = (day: string, minute: number) => ({ day: day as LocalDay, time: minute });

  it("says what stands in the way, and what is free nearby", async () => {
    const { id } = await book(at(27));
    await book(at(28), other);
    const look = (startsAt: Date, actor = admin) => previewMove(actor, id, { startsAt }, now);
    expect(await look(at(28, 30))).toMatchObject({ slot: { time: "09:30" } });
    expect(await look(at(28))).toMatchObject({
      why: "booked",
      overbookable: true,
      alternatives: expect.arrayContaining([
        { startsAt: at(28, 30).toISOString(), endsAt: at(28, 60).toISOString() },
      ]) as unknown,
    });
    expect(await look(at(28, 40), patient)).toMatchObject({ why: "off_grid", overbookable: false });
    expect(await look(at(27))).toMatchObject({ why: "same_time", overbookable: false });
    const night = await previewMove(admin, id, wall("2025-01-28", 180), now);
    expect(night).toMatchObject({
      why: "outside_hours",
      asked: { startsAt: "2025-01-28T08:00:00.000Z" },
    });
    await expect(look(at(28), other)).rejects.toMatchObject({ code: "not_found" });
  });

  it("knows of a time that the clocks skip, and of two that they show twice", async () => {
    const night = await makeDoctor({ hours: [[7, 0, 300]] });
    const { id } = await bookAppointment(
      patient,
      { doctorId: night.doctorId, startsAt: new Date("2025-01-12T05:00:00Z") },
      { now },
    );
    expect(await previewMove(admin, id, wall("2025-03-09", 150), now)).toMatchObject({
      why: "no_such_time",
      asked: null,
      overbookable: false,
    });
    const autumn = wall("2025-11-02", 90);
    expect(await previewMove(admin, id, autumn, now)).toMatchObject({
      slot: { startsAt: "2025-11-02T05:30:00.000Z", time: "01:30" },
    });
    await bookAppointment(
      other,
      { doctorId: night.doctorId, startsAt: new Date("2025-11-02T05:30:00Z") },
      { now },
    );
    expect(await previewMove(admin, id, autumn, now)).toMatchObject({
      slot: { startsAt: "2025-11-02T06:30:00.000Z", time: "01:30" },
    });
  });
});
