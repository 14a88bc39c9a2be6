import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { ProvenActor, UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { getAppointment, listAppointments } from "../appointments/queries.ts";
import { hashPassword } from "../auth/passwords.ts";
import { beginSession, findSession } from "../auth/session-store.ts";
import { checkPassword } from "../auth/sign-in.ts";
import { listApplications } from "../people/applications.ts";
import { searchDirectory } from "../people/queries.ts";
import { doctorFilterSchema } from "../people/schema.ts";
import { verifyDoctor } from "../people/verification.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { rawAs, setActor } from "../testing/raw.ts";
import { closeAccount, enableAccount } from "./commands.ts";

const now = new Date("2025-01-06T12:00:00Z");
const at = (day: number) => new Date(Date.UTC(2025, 0, day, 14));
const reason = "The patient's account is closed.";
const PASSWORD = "correct horse battery";
const { superuser } = testDatabase();

let hash: string;
let admin: ProvenActor;
let doctor: TestDoctor;
let patient: UserActor;
let email: string;
let people = 0;

beforeAll(async () => {
  hash = await hashPassword(PASSWORD);
  admin = { ...(await makeAdmin()), provenAt: now };
});
beforeEach(async () => {
  doctor = await makeDoctor();
  patient = (await makePatient()).actor;
  email = `canary${String(++people)}@example.org`;
  await superuser.query(
    "UPDATE users SET name = 'Canary Bird', email = $2, password_hash = $3 WHERE id = $1",
    [patient.userId, email, hash],
  );
  await superuser.query(
    "UPDATE patients SET full_name = 'Canary Bird', date_of_birth = '1980-05-17' WHERE id = $1",
    [patient.patientId],
  );
});
afterAll(disconnect);

const close = (who: UserActor, name = "canary  BIRD", by = admin) =>
  closeAccount(by, who.userId, { name }, { now, reason });
const book = (day: number, who = patient, key?: string) =>
  bookAppointment(
    who,
    { doctorId: doctor.doctorId, startsAt: at(day) },
    { now, idempotencyKey: key },
  );

/** A table's rows as text. */
async function text(table: string): Promise<string> {
  const { rows } = await superuser.query<{ text: string | null }>(
    `SELECT string_agg(t::text, ' ') AS text FROM ${table} t`,
  );
  return rows[0]?.text ?? "";
}
async function rowOf(table: string, column: string, id: string | null): Promise<unknown> {
  const { rows } = await superuser.query(`SELECT * FROM ${table} WHERE ${column} = $1`, [id]);
  return rows[0];
}
async function trailOf(userId: string) {
  const { rows } = await superuser.query<{ action: string; detail: unknown }>(
    `SELECT action, detail, actor_id = $2 AS "byAdmin", patient_id IS NOT NULL AS "ofPatient"
     FROM audit_events WHERE entity_id = $1 AND action LIKE 'account.%' ORDER BY seq`,
    [userId, admin.userId],
  );
  return rows;
}

// Everything that names a person, and what hangs on signing in.
const NAMING = [
  ...["users", "patients", "patient_profiles", "appointments"],
  ...["sessions", "idempotency_keys", "accounts"],
];

it("erases who a patient was, cancels what lies ahead, and keeps the rest", async () => {
  const other = (await makePatient()).actor;
  const theirs = (await book(10, other)).id;
  const before = await rowOf("patients", "id", other.patientId);
  const ahead = [(await book(8, patient, "k")).id, (await book(9)).id];
  await changeStatus(doctor.actor, ahead[1] ?? "", "approve", { now, idempotencyKey: "d" });
  await superuser.query(
    "INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment, created_at) VALUES ($1, $2, $3, $3, '2024-11-05')",
    [patient.patientId, doctor.doctorId, someCiphertext],
  );
  await superuser.query(
    "INSERT INTO patient_profiles (patient_id, address, emergency_contact_name) VALUES ($1, 'Canary Lane', 'Canary')",
    [patient.patientId],
  );
  await superuser.query("UPDATE clinics SET retention_years = 12 WHERE id = $1", [doctor.clinicId]);
  await superuser.query(
    "INSERT INTO accounts (issuer, subject, user_id) VALUES ('https://canary.example', 'canary', $1)",
    [patient.userId],
  );
  const session = { token: email, userId: patient.userId, via: "password", userAgent: "Canary" };
  await beginSession(session, now);

  await close(patient);

  for (const table of NAMING) expect(await text(table), table).not.toMatch(/canary/i);
  expect(await text("idempotency_keys")).toBe("");
  expect(await rowOf("users", "id", patient.userId)).toMatchObject({
    name: "Closed account",
    email: null,
    password_hash: null,
    disabled_at: now,
    closed_at: now,
  });
  const { rows } = await superuser.query(
    `SELECT full_name, date_of_birth::text AS born, retain_until::text AS until, closed_at FROM patients WHERE id = $1`,
    [patient.patientId],
  );
  expect(rows[0]).toMatchObject({ born: "1980-01-01", until: "2036-11-04", closed_at: now });
  expect((rows[0] as { full_name: string }).full_name).toMatch(/^Former patient [0-9a-f]{4}$/);
  expect(await rowOf("medical_records", "patient_id", patient.patientId)).toBeDefined();

  for (const id of ahead) {
    const { appointment, events } = await getAppointment(doctor.actor, id, now);
    expect(appointment).toMatchObject({ status: "canceled", statusReason: reason });
    expect(events.at(-1)).toMatchObject({ type: "canceled", byRole: "admin" });
  }
  expect((await getAppointment(other, theirs, now)).appointment.status).toBe("pending");
  expect(await rowOf("patients", "id", other.patientId)).toEqual(before);

  expect(await findSession(email, now)).toBeNull();
  const attempt = { email, password: PASSWORD, address: "192.0.2.1", cookies: {} };
  expect(await checkPassword(attempt, () => now)).toEqual({ kind: "refused" });
  expect(await trailOf(patient.userId)).toEqual([
    { action: "account.signed-in", detail: { via: "password" }, byAdmin: false, ofPatient: false },
    {
      action: "account.close",
      detail: { role: "patient", retainUntil: "2036-11-04" },
      byAdmin: true,
      ofPatient: true,
    },
  ]);
  const { rows: verified } = await superuser.query("SELECT audit_verify() AS broken");
  expect(verified).toEqual([{ broken: null }]);
});

it("changes nothing for a wrong name, an old proof, or another role", async () => {
  const { id } = await book(8);
  const old = { ...admin, provenAt: new Date(now.getTime() - 600_000) };
  await expect(close(patient, "Canary Bard")).rejects.toMatchObject({
    code: "invalid",
    detail: { issues: [{ path: "name", message: "name_differs" }] },
  });
  await expect(close(patient, undefined, old)).rejects.toMatchObject({ code: "proof_needed" });
  for (const actor of [doctor.actor, (await makePatient()).actor, patient]) {
    const by = { ...actor, provenAt: now };
    await expect(close(patient, undefined, by)).rejects.toMatchObject({ code: "forbidden" });
  }
  // Named an admin by the application alone: the database asks for itself.
  const forged = { ...doctor.actor, role: "admin" as const, provenAt: now };
  await expect(close(patient, undefined, forged)).rejects.toMatchObject({ code: "forbidden" });
  await expect(close({ ...patient, userId: doctor.doctorId })).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await rowOf("users", "id", patient.userId)).toMatchObject({ email, closed_at: null });
  expect((await getAppointment(patient, id, now)).appointment.status).toBe("pending");
});

it("stays closed, for the application and for the database", async () => {
  await close(patient);
  const kept = { code: "account_kept", detail: { why: "closed" } };
  await expect(close(patient, "Closed account")).rejects.toMatchObject(kept);
  await expect(enableAccount(admin, patient.userId, now)).rejects.toMatchObject(kept);
  const { identity } = testDatabase();
  const own = `WHERE id = '${patient.userId}'`;
  for (const change of [
    `UPDATE users SET updated_at = now() ${own}`,
    `UPDATE users SET password_hash = 'x' ${own}`,
  ]) {
    await expect(identity.query(change)).rejects.toThrow("accounts_stay_closed");
  }
  await expect(
    rawAs(
      admin,
      `UPDATE patients SET full_name = 'Canary' WHERE id = '${patient.patientId ?? ""}'`,
    ),
  ).rejects.toThrow("accounts_stay_closed");
  const input = {
    doctorId: doctor.doctorId,
    startsAt: at(8),
    patientId: patient.patientId ?? "",
  };
  await expect(bookAppointment(admin, input, { now })).rejects.toMatchObject({
    code: "not_found",
  });
});

it("lets nobody but its own functions close an account", async () => {
  const { identity } = testDatabase();
  await expect(
    identity.query("UPDATE users SET closed_at = now() WHERE false"),
  ).rejects.toMatchObject({ code: "42501" });
  for (const call of [
    `claim_account('${patient.userId}')`,
    `account_close('${patient.userId}', now())`,
    `account_disable('${patient.userId}', now())`,
    `account_enable('${patient.userId}', now())`,
    `account_end_sessions('${patient.userId}', NULL)`,
  ]) {
    for (const actor of [doctor.actor, patient]) {
      await expect(rawAs(actor, `SELECT ${call}`)).rejects.toMatchObject({ code: "42501" });
    }
  }
  for (const call of [
    `erase_identity_of_patient('${patient.patientId ?? ""}')`,
    `erase_clinical_data_of('${patient.patientId ?? ""}')`,
    `audit_of_account('x', '${patient.userId}', '{}')`,
  ]) {
    await expect(rawAs(admin, `SELECT ${call}`)).rejects.toMatchObject({ code: "42501" });
  }
  await book(8);
  await expect(
    rawAs(admin, `SELECT account_close('${patient.userId}', '${now.toISOString()}')`),
  ).rejects.toThrow("accounts_visits_ahead");
});

it("keeps a doctor until nobody waits for them, then their name where they wrote", async () => {
  const { id } = await book(8);
  const done = (await book(9)).id;
  await superuser.query("UPDATE users SET name = 'Dr. Gone' WHERE id = $1", [doctor.actor.userId]);
  await expect(close(doctor.actor, "Dr. Gone")).rejects.toMatchObject({
    code: "account_kept",
    detail: { why: "visits_ahead", count: 2 },
  });
  for (const visit of [id, done]) await changeStatus(admin, visit, "cancel", { now, reason });
  await superuser.query("UPDATE doctors SET license_number = 'L 1' WHERE id = $1", [
    doctor.doctorId,
  ]);
  await superuser.query(
    "INSERT INTO doctor_photos (doctor_id, content) VALUES ($1, 'RIFF....WEBP')",
    [doctor.doctorId],
  );
  await close(doctor.actor, "Dr. Gone");
  expect(await rowOf("doctor_photos", "doctor_id", doctor.doctorId)).toBeUndefined();
  expect(await rowOf("doctors", "id", doctor.doctorId)).toMatchObject({ license_number: null });
  // Unverified, but no applicant.
  const { waiting } = await listApplications(admin);
  expect(waiting.map(({ id: applicant }) => applicant)).not.toContain(doctor.doctorId);
  await expect(
    verifyDoctor(admin, doctor.doctorId, { now, firstVisitType: "Visit" }),
  ).rejects.toMatchObject({ code: "stale_version" });

  const seen = await listAppointments(patient, { limit: 10 }, now);
  expect(seen.items.map(({ doctor: { name } }) => name)).toEqual(["Dr. Gone", "Dr. Gone"]);
  const found = await searchDirectory(patient, doctorFilterSchema.parse({ limit: 100 }), now);
  expect(found.page.items.map(({ id: doctorId }) => doctorId)).not.toContain(doctor.doctorId);
  await expect(book(10)).rejects.toMatchObject({ code: "not_found" });
  expect(await trailOf(doctor.actor.userId)).toMatchObject([
    { action: "account.close", detail: { role: "doctor", retainUntil: null } },
  ]);
});

// Held by claim_account's locks on both admins: without FOR NO KEY UPDATE nobody waits, both succeed.
it("always leaves an admin: of two who close each other the second waits, and is none then", async () => {
  const [one, other] = [await makeAdmin(), await makeAdmin()];
  const own = { ...one, provenAt: now };
  await expect(close(one, "A admin", own)).rejects.toMatchObject({
    code: "forbidden",
    detail: { why: "own" },
  });
  const first = await testDatabase().app.connect();
  await first.query("BEGIN");
  await setActor(first, one);
  await first.query("SELECT account_close($1, $2)", [other.userId, now]);
  const second = `SELECT set_config('lock_timeout', '100', true), claim_account('${one.userId}')`;
  await expect(rawAs(other, second)).rejects.toMatchObject({ code: "55P03" });
  await first.query("COMMIT");
  first.release();
  await expect(close(one, "A admin", { ...other, provenAt: now })).rejects.toMatchObject({
    code: "forbidden",
  });
  expect(await rowOf("users", "id", one.userId)).toMatchObject({ disabled_at: null });
});

// Held by lock_schedule in claim_account and appointments_of_open_accounts.
it("overlooks no booking that is made at once", async () => {
  for (let round = 0; round < 8; round++) {
    const somebody = (await makePatient()).actor;
    await superuser.query("UPDATE users SET name = 'Canary Bird' WHERE id = $1", [somebody.userId]);
    await Promise.allSettled([book(8 + round, somebody), close(somebody)]);
    const { rows } = await superuser.query(
      `SELECT a.status FROM appointments a JOIN patients p ON p.id = a.patient_id
       WHERE p.id = $1 AND p.closed_at IS NOT NULL AND a.status IN ('pending', 'confirmed')`,
      [somebody.patientId],
    );
    expect(rows).toEqual([]);
  }
});
