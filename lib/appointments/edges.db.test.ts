import { afterAll, beforeEach, expect, it } from "vitest";
import { disconnect } from "../db.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import type { UserActor } from "../access/actor.ts";
import { replaceVisitTypes } from "../schedules/booking-rules.ts";
import { bookAppointment } from "./book.ts";
import { changeStatus } from "./commands.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { getAppointment } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";

// What the model (model.db.test.ts) and readers once found, in the fewest steps.

const now = new Date("2025-01-06T12:00:00Z");
const at = (day: number, minutes = 0) => new Date(Date.UTC(2025, 0, day, 14, minutes));

let doctor: TestDoctor;
let other: TestDoctor;
let patient: UserActor;
beforeEach(async () => {
  doctor = await makeDoctor();
  other = await makeDoctor({ hours: [[3, 555, 735]] });
  patient = (await makePatient()).actor;
});
afterAll(disconnect);

const book = (whose: TestDoctor, startsAt: Date) =>
  bookAppointment(patient, { doctorId: whose.doctorId, startsAt }, { now });

it("does not propose the time that was asked for", async () => {
  const { id } = await book(doctor, at(8));
  await expect(proposeTimes(doctor.actor, id, [at(9), at(8)], { now })).rejects.toMatchObject({
    code: "slot_unavailable",
    detail: { why: "same_time" },
  });
});

it("is no longer overbooked once a proposed time is accepted", async () => {
  const { id } = await book(doctor, at(8));
  const admin = await makeAdmin();
  await rescheduleAppointment(admin, id, at(8, 10), { now, overbookReason: "urgent" });
  await proposeTimes(doctor.actor, id, [at(9)], { now });
  expect(await acceptProposal(patient, id, at(9), { now })).toMatchObject({
    status: "confirmed",
    overbooked: false,
  });
});

it("tells a patient who is elsewhere for the end of the visit only", async () => {
  await book(other, at(8, 15));
  await expect(book(doctor, at(8))).rejects.toMatchObject({ code: "patient_busy" });
});

it("tells a doctor who overbooks somebody that they are elsewhere then", async () => {
  const { id } = await book(doctor, at(9));
  await changeStatus(doctor.actor, id, "approve", { now });
  await book(other, at(8, 15));
  await expect(
    bookAppointment(
      doctor.actor,
      {
        doctorId: doctor.doctorId,
        patientId: patient.patientId ?? "",
        startsAt: at(8, 15),
        overbookReason: "urgent",
      },
      { now },
    ),
  ).rejects.toMatchObject({ code: "patient_busy" });
});

it("moves a visit of a kind that is no longer offered, and keeps its length", async () => {
  const { id } = await book(doctor, at(8));
  const type = { bufferBefore: 0, bufferAfter: 0, bookableOnline: true, minutes: 60, step: 60 };
  const kept = { ...type, id: doctor.visitTypeId, name: "Longer by now" };
  const instead = { ...type, id: undefined, name: "Instead" };
  await replaceVisitTypes(doctor.actor, doctor.doctorId, { visitTypes: [kept, instead] }, { now });
  const longer = await rescheduleAppointment(patient, id, at(9), { now });
  expect(longer.endsAt).toBe(at(9, 30).toISOString());
  await replaceVisitTypes(doctor.actor, doctor.doctorId, { visitTypes: [instead] }, { now });
  expect((await proposeTimes(doctor.actor, id, [at(10)], { now })).proposals).toHaveLength(1);
  expect(await acceptProposal(patient, id, at(10), { now })).toMatchObject({
    visitType: { name: "Longer by now", minutes: 30 },
    endsAt: at(10, 30).toISOString(),
  });
});

it("does not let staff move a request to where nobody could answer it", async () => {
  const { id } = await book(doctor, at(8));
  const begun = new Date(now.getTime() - 60_000);
  const move = { now, overbookReason: "walked in" };
  await expect(rescheduleAppointment(doctor.actor, id, begun, move)).rejects.toMatchObject({
    detail: { why: "past" },
  });
  await changeStatus(doctor.actor, id, "approve", { now });
  expect(await rescheduleAppointment(doctor.actor, id, begun, move)).toMatchObject({
    status: "confirmed",
    overbooked: true,
  });
});

it("remembers why a visit was overbooked after it has moved on, for staff alone", async () => {
  const { id } = await book(doctor, at(8));
  await rescheduleAppointment(doctor.actor, id, at(8, 10), { now, overbookReason: "urgent" });
  await rescheduleAppointment(doctor.actor, id, at(9), { now });
  const reasons = async (actor: UserActor) =>
    (await getAppointment(actor, id, now)).events.map((event) => event.overbookReason);
  expect(await reasons(doctor.actor)).toEqual([null, "urgent", null]);
  expect(await reasons(patient)).toEqual([null, null, null]);
});
