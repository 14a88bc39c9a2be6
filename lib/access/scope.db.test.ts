import { afterAll, beforeAll, expect, it } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getAppointment, listAppointments } from "../appointments/queries.ts";
import { rescheduleAppointment } from "../appointments/reschedule.ts";
import { getDesk } from "../appointments/desk.ts";
import { getCalendar } from "../calendar/queries.ts";
import { disconnect } from "../db.ts";
import { supply } from "../env.ts";
import { replaceWorkingHours } from "../schedules/hours.ts";
import { getSchedule } from "../schedules/queries.ts";
import { addTimeOff } from "../schedules/time-off.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import type { UserActor } from "./actor.ts";

// The second wall alone: the application connected as a superuser, so that row level security shows
// and lets pass everything. Fails without appointmentScope in lib/appointments/rows.ts, scheduleScope
// in lib/schedules/rows.ts and lib/calendar/queries.ts, and treatedScope in lib/people/patient-rows.ts.

const now = new Date("2025-01-06T12:00:00Z");
let doctor: TestDoctor;
let stranger: TestDoctor;
let patient: UserActor;
let outsider: UserActor;
let id: string;

beforeAll(async () => {
  supply({ DATABASE_URL: testDatabase().superuserUrl });
  doctor = await makeDoctor();
  stranger = await makeDoctor();
  patient = (await makePatient()).actor;
  outsider = (await makePatient()).actor;
  const input = { doctorId: doctor.doctorId, startsAt: new Date("2025-01-08T14:00:00Z") };
  id = (await bookAppointment(patient, input, { now })).id;
});
afterAll(disconnect);

it("keeps a stranger from reading and changing what row level security would let pass", async () => {
  const attempts = (actor: UserActor) => [
    () => getAppointment(actor, id, now),
    () => changeStatus(actor, id, "cancel", { now, reason: "x" }),
    () => rescheduleAppointment(actor, id, new Date("2025-01-09T14:00:00Z"), { now }),
    ...(actor.role === "doctor" ? [() => changeStatus(actor, id, "approve", { now })] : []),
  ];
  for (const actor of [stranger.actor, outsider]) {
    for (const attempt of attempts(actor)) {
      await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await listAppointments(actor, { limit: 100 }, now)).items).toEqual([]);
  }
  const { appointment } = await getAppointment(patient, id, now);
  expect(appointment).toMatchObject({ status: "pending", version: 1 });
});

it("keeps a doctor from another's schedule and calendar, and from others' patients", async () => {
  const { doctorId } = doctor;
  const tomorrow = {
    startsAt: new Date("2025-01-07T14:00:00Z"),
    endsAt: new Date("2025-01-07T15:00:00Z"),
  };
  for (const attempt of [
    () => getSchedule(stranger.actor, doctorId, now),
    () => replaceWorkingHours(stranger.actor, doctorId, { blocks: [] }, { now }),
    () => addTimeOff(stranger.actor, doctorId, { ...tomorrow, reason: undefined }, { now }),
    () => getCalendar(stranger.actor, { doctor: doctorId }, now),
    () => getDesk(stranger.actor, { patient: patient.patientId ?? "" }, now),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  }
  expect((await getCalendar(stranger.actor, {}, now)).entries).toEqual([]);
  expect((await getDesk(stranger.actor, { q: "Test" }, now)).found).toEqual([]);
  expect(await getSchedule(doctor.actor, doctorId, now)).toMatchObject({ version: 1, timeOff: [] });
});
