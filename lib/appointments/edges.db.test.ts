import { afterAll, beforeEach, expect, it } from "vitest";
import { disconnect } from "../db.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "./book.ts";
import { acceptProposal, proposeTimes } from "./propose.ts";
import { rescheduleAppointment } from "./reschedule.ts";

// What the model (model.db.test.ts) once found, in the fewest steps.

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
  await book(doctor, at(9));
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
