import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { disconnect } from "../db.ts";
import { getSchedule } from "../schedules/queries.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { changeProfile, getProfile } from "./profile.ts";
import { profileSchema } from "./schema.ts";

const now = new Date("2025-01-06T12:00:00Z");
let doctor: TestDoctor;
let stranger: TestDoctor;
let admin: UserActor;
let patient: UserActor;

beforeAll(async () => {
  stranger = await makeDoctor({ timeZone: "Europe/Berlin" });
  admin = await makeAdmin();
  patient = (await makePatient()).actor;
});
beforeEach(async () => {
  doctor = await makeDoctor();
});
afterAll(disconnect);

const input = profileSchema.parse({
  name: " Dr. Ana Ruiz ",
  specialization: "neurology",
  languages: "English, es, Mandarin, english, asl, Plattdüütsch, BFI,",
  biography: "Nerves.\r\n\r\nSince 2001. ",
});
const shown = {
  name: "Dr. Ana Ruiz",
  specialization: "neurology",
  languages: ["en", "es", "cmn", "asl", "Plattdüütsch", "bfi"],
  biography: "Nerves.\n\nSince 2001.",
};
const profile = (actor: UserActor = admin) => getProfile(actor, doctor.doctorId, now);
const change = (actor: UserActor, version = 1, more: { clinic?: string } = {}) =>
  changeProfile(
    actor,
    doctor.doctorId,
    { ...input, clinic: undefined, ...more },
    { now, expectedVersion: version },
  );

it("is changed by the doctor and by admins, and the account goes by the new name", async () => {
  await change(doctor.actor);
  expect(await profile(doctor.actor)).toMatchObject({ ...shown, version: 2, visitsAhead: 0 });
  await change(admin, 2);
  expect(await profile()).toMatchObject({ ...shown, version: 3 });
  const { rows } = await testDatabase().superuser.query("SELECT name FROM users WHERE id = $1", [
    doctor.actor.userId,
  ]);
  expect(rows).toEqual([{ name: "Dr. Ana Ruiz" }]);
});

it("is not overwritten by who looks at an old page", async () => {
  const before = await profile();
  await expect(change(doctor.actor, 7)).rejects.toMatchObject({ code: "stale_version" });
  expect(await profile()).toEqual(before);
  const both = await Promise.allSettled([change(doctor.actor), change(admin)]);
  expect(both.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it("does not exist for other doctors, nor for patients", async () => {
  const before = await profile();
  for (const [actor, code] of [
    [stranger.actor, "not_found"],
    [{ ...stranger.actor, doctorId: null }, "not_found"],
    [patient, "forbidden"],
  ] as const) {
    await expect(profile(actor)).rejects.toMatchObject({ code });
    await expect(change(actor)).rejects.toMatchObject({ code });
  }
  expect(await profile()).toEqual(before);
});

it("moves to another clinic by an admin alone, and not under a visit that is ahead", async () => {
  const more = { clinic: stranger.clinicId };
  await change(doctor.actor, 1, { clinic: doctor.clinicId });
  await expect(change(doctor.actor, 2, more)).rejects.toMatchObject({ code: "forbidden" });
  const startsAt = new Date("2025-01-08T14:00:00Z");
  const visit = await bookAppointment(patient, { doctorId: doctor.doctorId, startsAt }, { now });
  expect(await profile()).toMatchObject({ visitsAhead: 1 });
  await expect(change(admin, 2, more)).rejects.toMatchObject({
    code: "invalid",
    detail: { issues: [{ path: "clinic", message: "visits_ahead" }] },
  });
  await changeStatus(doctor.actor, visit.id, "decline", { now, reason: "x" });
  const nowhere = { clinic: "00000000-0000-7000-8000-000000000000" };
  await expect(change(admin, 2, nowhere)).rejects.toMatchObject({ code: "invalid" });
  expect(await profile()).toMatchObject({ clinic: { id: doctor.clinicId } });
  await change(admin, 2, more);
  expect(await profile()).toMatchObject({ clinic: { id: stranger.clinicId }, version: 3 });
  const schedule = await getSchedule(doctor.actor, doctor.doctorId, now);
  expect(schedule).toMatchObject({ clinic: { timeZone: "Europe/Berlin" }, version: 2 });
});
