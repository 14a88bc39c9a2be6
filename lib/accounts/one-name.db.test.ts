import { afterAll, beforeEach, expect, it } from "vitest";
import type { ProvenActor, UserActor } from "../access/actor.ts";
import { newToken } from "../auth/secrets.ts";
import { beginSession, findSession } from "../auth/session-store.ts";
import { disconnect } from "../db.ts";
import { updateProfile } from "../patients/commands.ts";
import { getProfile } from "../patients/queries.ts";
import { profileSchema } from "../patients/schema.ts";
import { changeProfile } from "../people/profile.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import { changeAccount, closeAccount } from "./commands.ts";
import { changeOwnNames, listOwnChanges } from "./own.ts";
import { searchAccounts } from "./queries.ts";
import { accountFilterSchema } from "./schema.ts";
import { meView } from "./views.ts";

// An account and its profiles have one name. Held by the triggers of the migration `one_name`: without
// `*_follow(s)` the first tests fail, without `*_one_name` the test of drift.

const now = new Date("2025-01-06T12:00:00Z");
const { superuser } = testDatabase();
let admin: ProvenActor;
let patient: UserActor;
let patientId: string;
let doctor: TestDoctor;
beforeEach(async () => {
  admin = await makeAdmin();
  ({ actor: patient, patientId } = await makePatient());
  doctor = await makeDoctor();
});
afterAll(disconnect);

const namesOf = async ({ userId }: UserActor) => {
  const { rows } = await superuser.query<Record<string, string | null>>(
    `SELECT u.name AS account, p.full_name AS patient, d.full_name AS doctor,
       u.preferred_name AS preferred, p.preferred_name AS "patientPreferred", p.pronouns
     FROM users u LEFT JOIN patients p ON p.user_id = u.id LEFT JOIN doctors d ON d.user_id = u.id WHERE u.id = $1`,
    [userId],
  );
  return rows[0];
};
const session = async ({ userId }: UserActor) => {
  const token = newToken();
  await beginSession({ token, userId, via: "password", userAgent: "" }, now);
  return token;
};
const change = (input: object, actor = patient) =>
  updateProfile(actor, patientId, profileSchema.parse(input), { now });
const found = async (q: string) => {
  const { items } = await searchAccounts(admin, accountFilterSchema.parse({ q }));
  return items.map(({ id }) => id);
};

it.each([
  "Ann Newman",
  "محمد عبد الله",
  "נועה כהן",
  "O’Connor-Smith",
  "Zoë Łukaszewska",
  "김민수",
  "Nguyễn Thị Lan",
  "X Æ",
  "Þórður Ægisson",
  "Dr. Martin King, Jr.",
  "de la Cruz",
])("brings the changed name %s to the greeting, /me and the search of users", async (name) => {
  const token = await session(patient);
  await change({ name });
  const signedIn = await findSession(token, now);
  expect(signedIn && meView(signedIn.actor)).toMatchObject({ id: patient.userId, name });
  expect(await found(name)).toContain(patient.userId);
});

it("keeps one name, whether the account or a profile changes it", async () => {
  await change({ name: "By Patient" });
  expect(await namesOf(patient)).toMatchObject({ account: "By Patient", patient: "By Patient" });
  await change({ name: "By Admin" }, admin);
  expect(await namesOf(patient)).toMatchObject({ account: "By Admin", patient: "By Admin" });
  await changeAccount(admin, patient.userId, { name: "Corrected" }, now);
  expect(await namesOf(patient)).toMatchObject({ account: "Corrected", patient: "Corrected" });
  await superuser.query("UPDATE users SET name = 'By Owner' WHERE id = $1", [patient.userId]);
  expect(await namesOf(patient)).toMatchObject({ account: "By Owner", patient: "By Owner" });

  await changeProfile(doctor.actor, doctor.doctorId, { name: "Dr. Own" }, { now });
  expect(await namesOf(doctor.actor)).toMatchObject({ account: "Dr. Own", doctor: "Dr. Own" });
  await changeAccount(admin, doctor.actor.userId, { name: "Dr. New" }, now);
  expect(await namesOf(doctor.actor)).toMatchObject({ account: "Dr. New", doctor: "Dr. New" });
});

it("counts a correction as a change of the profile, so that a form from before is refused", async () => {
  const { version } = await getProfile(patient, patientId, now);
  await changeAccount(admin, patient.userId, { name: "Corrected" }, now);
  await expect(
    updateProfile(patient, patientId, { name: "Old Form" }, { now, expectedVersion: version }),
  ).rejects.toMatchObject({ code: "stale_version" });
});

it("keeps one name of a user who is a patient and a doctor", async () => {
  await superuser.query(
    "INSERT INTO patients (user_id, full_name, preferred_name) VALUES ($1, 'Dr. Both', 'Bo')",
    [doctor.actor.userId],
  );
  const both = (name: string) => ({ account: name, patient: name, doctor: name });
  expect(await namesOf(doctor.actor)).toMatchObject({ ...both("Dr. Both"), preferred: "Bo" });
  await changeProfile(doctor.actor, doctor.doctorId, { name: "Dr. Again" }, { now });
  expect(await namesOf(doctor.actor)).toMatchObject(both("Dr. Again"));
  // Closed, the doctor's name stays on what they wrote; the patient's does not.
  await closeAccount(admin, doctor.actor.userId, { name: "Dr. Again" }, { now, reason: "Gone" });
  expect(await namesOf(doctor.actor)).toEqual({
    account: "Closed account",
    patient: expect.stringMatching(/^Former patient /) as string,
    doctor: "Dr. Again",
    preferred: null,
    patientPreferred: null,
    pronouns: null,
  });
});

it("refuses names that differ when a transaction ends, also of a function of the database", async () => {
  const asDefiner = async (sql: string) => {
    const client = await superuser.connect();
    try {
      await client.query("BEGIN; SET LOCAL ROLE slotwell_definer");
      await client.query(sql, [patientId]);
      await client.query("COMMIT");
    } finally {
      await client.query("ROLLBACK");
      client.release();
    }
  };
  await expect(asDefiner("UPDATE patients SET full_name = 'Other' WHERE id = $1")).rejects.toThrow(
    "one_name",
  );
  expect(await namesOf(patient)).toMatchObject({ account: "Pat Test", patient: "Pat Test" });
});

it("keeps how people want to be addressed beside the legal name, in the account and the profile", async () => {
  await change({ preferredName: "Sam", pronouns: "they/them" });
  expect(await namesOf(patient)).toMatchObject({
    account: "Pat Test",
    preferred: "Sam",
    patientPreferred: "Sam",
    pronouns: "they/them",
  });
  await changeOwnNames(patient, { name: "Ignored", preferredName: "Samira" });
  expect(await namesOf(patient)).toMatchObject({
    account: "Pat Test",
    preferred: "Samira",
    patientPreferred: "Samira",
    pronouns: null,
  });
  await change({ preferredName: null });
  expect(await namesOf(patient)).toMatchObject({ preferred: null, patientPreferred: null });
  await changeOwnNames(admin, { name: "Ada Admin", preferredName: "Ada" });
  expect(await namesOf(admin)).toMatchObject({ account: "Ada Admin", preferred: "Ada" });
});

it("lets an admin correct the address, ends the sessions, and tells the user", async () => {
  const token = await session(patient);
  const correction = { name: "Ann Lee", email: "ann.lee@example.org" };
  expect(await changeAccount(admin, patient.userId, correction, now)).toMatchObject(correction);
  expect(await findSession(token, now)).toBeNull();
  expect(await listOwnChanges(patient, new Date(0))).toEqual([
    { at: expect.any(String) as string, byAdmin: true, name: true, email: true },
  ]);
  expect(await listOwnChanges(doctor.actor, new Date(0))).toEqual([]);
  const { rows } = await superuser.query(
    "SELECT actor_id, patient_id, detail FROM audit_events WHERE entity_id = $1 AND action = 'account.correct'",
    [patient.userId],
  );
  expect(rows).toEqual([
    { actor_id: admin.userId, patient_id: patientId, detail: { changed: ["name", "email"] } },
  ]);
  // The same once more is no change.
  await changeAccount(admin, patient.userId, correction, now);
  expect(await listOwnChanges(patient, new Date(0))).toHaveLength(1);
});

it("refuses an address that another account has, and then changes nothing", async () => {
  await changeAccount(admin, doctor.actor.userId, { email: "taken@example.org" }, now);
  await expect(
    changeAccount(admin, patient.userId, { name: "Not Saved", email: "taken@example.org" }, now),
  ).rejects.toMatchObject({ code: "email_taken" });
  expect(await namesOf(patient)).toMatchObject({ account: "Pat Test" });
});

it("corrects no account but others', and for admins alone", async () => {
  const call = (id: string) => `SELECT account_correct('${id}', 'Mallory', NULL)`;
  for (const actor of [patient, doctor.actor]) {
    await expect(rawAs(actor, call(admin.userId))).rejects.toMatchObject({ code: "42501" });
  }
  await expect(changeAccount(admin, admin.userId, { name: "Own" }, now)).rejects.toMatchObject({
    code: "forbidden",
    detail: { why: "own" },
  });
});
