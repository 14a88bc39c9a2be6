import { v7 as uuid } from "uuid";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { beginSession, endSession } from "../auth/session-store.ts";
import { newToken } from "../auth/secrets.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";

// What a statement that was smuggled in as one of the application's roles can write into the audit trail.

const { superuser, app, identity, owner } = testDatabase();
let doctor: TestDoctor;
let patient: { actor: UserActor; patientId: string };
let other: { actor: UserActor; patientId: string };
let admin: UserActor;

beforeAll(async () => {
  doctor = await makeDoctor();
  patient = await makePatient();
  other = await makePatient();
  admin = await makeAdmin();
});
afterAll(disconnect);

const countOf = async () =>
  (await superuser.query<{ seq: string }>("SELECT seq FROM audit_head")).rows[0]?.seq;
const actionsOf = async (userId: string) => {
  const { rows } = await superuser.query<{ action: string; detail: unknown }>(
    "SELECT action, detail FROM audit_events WHERE actor_id = $1 AND action LIKE 'account.%' ORDER BY seq",
    [userId],
  );
  return rows;
};
const note = (action: string, entity: string, entityId: string | null, patientId: string | null) =>
  `SELECT audit_note('${action}', '${entity}', ${literal(entityId)}, ${literal(patientId)}, '{}')`;
const literal = (id: string | null) => (id === null ? "NULL" : `'${id}'::uuid`);

it("notes what a user reads in the name of that user", async () => {
  const { patientId } = patient;
  await rawAs(doctor.actor, note("profile.read", "patient_profiles", patientId, patientId));
  const { rows } = await superuser.query(
    "SELECT actor_id, actor_role, patient_id FROM audit_events ORDER BY seq DESC LIMIT 1",
  );
  expect(rows).toEqual([
    { actor_id: doctor.actor.userId, actor_role: "doctor", patient_id: patientId },
  ]);
});

it.each([
  ...["account.close", "account.signed-in", "client.created", "retention.purge", "keys.rotate"],
  ...["appointments.update", "medical_records.insert", "account.change-role", "x'; --.read"],
])("takes no note of an act that is no reading: %s", async (action) => {
  const before = await countOf();
  await expect(
    rawAs(admin, note(action.replaceAll("'", "''"), "audit", null, null)),
  ).rejects.toMatchObject({ constraint: "audit_note_of_reader" });
  expect(await countOf()).toBe(before);
});

it("takes no note without a user, or from one who is disabled", async () => {
  const read = note("profile.read", "patient_profiles", patient.patientId, patient.patientId);
  await expect(app.query(read)).rejects.toMatchObject({ constraint: "audit_note_of_reader" });
  const { actor } = await makeDoctor();
  await superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [actor.userId]);
  await expect(rawAs(actor, read)).rejects.toMatchObject({ constraint: "audit_note_of_reader" });
});

it("takes no note that names another patient than that of the row", async () => {
  const { patientId } = patient;
  const record = uuid();
  await superuser.query(
    `INSERT INTO history_entries (id, patient_id, kind, name, source, recorded_by)
     VALUES ($1, $2, 'allergy', $3, 'patient', $4)`,
    [record, patientId, someCiphertext, patient.actor.userId],
  );
  await rawAs(doctor.actor, note("history.read", "history_entries", record, patientId));
  for (const [entity, id, whose] of [
    ["history_entries", record, other.patientId],
    ["patients", patientId, other.patientId],
    ["user", patient.actor.userId, other.patientId],
    ["history_entries", uuid(), patientId],
  ] as const) {
    await expect(
      rawAs(doctor.actor, note("history.read", entity, id, whose)),
    ).rejects.toMatchObject({ constraint: "audit_note_of_patient" });
  }
});

it("notes each session that begins, whatever code begins it, and each sign-out", async () => {
  const { userId } = other.actor;
  const token = newToken();
  await beginSession({ token, userId, via: "password", userAgent: "" }, new Date());
  await identity.query(
    `INSERT INTO sessions (token_hash, user_id, via, created_at, last_seen_at, expires_at)
     VALUES ('smuggled', $1, 'smuggled', now(), now(), now() + interval '1 hour')`,
    [userId],
  );
  await endSession(token);
  await endSession(token);
  expect(await actionsOf(userId)).toEqual([
    { action: "account.signed-in", detail: { via: "password" } },
    { action: "account.signed-in", detail: { via: "smuggled" } },
    { action: "account.signed-out", detail: {} },
  ]);
});

it.each([
  ...["account.registered", "account.password-changed", "account.welcome-issued"],
  ...["account.client-connected", "account.client-disconnected", "account.signed-in"],
  ...["account.confirmation-failed", "account.second-factor-failed", "account.recovery-codes-made"],
  ...[
    "account.totp-added",
    "account.totp-removed",
    "account.passkey-added",
    "account.passkey-removed",
  ],
  ...["account.recovery-code-used", "account.new-device", "account.device-removed"],
  ...["account.second-factor-reset", "signing-key.added", "signing-key.ended"],
  ...["account.signed-out", "account.close", "profile.read", "client.created", "client.deleted"],
])("takes no entry in the name of a user of which nothing happens: %s", async (action) => {
  for (const { userId } of [patient.actor, admin]) {
    await expect(
      identity.query(`SELECT audit_account($1, $2, '{"client": "slotwell-x"}')`, [userId, action]),
    ).rejects.toMatchObject({ constraint: "audit_account_shown" });
  }
});

it("notes each second factor and device that comes or goes, whatever code writes the row", async () => {
  const { userId } = (await makePatient()).actor;
  await identity.query(
    `INSERT INTO totp_factors (user_id, secret, last_step, added_at) VALUES ($1, $2, 0, now())`,
    [userId, someCiphertext],
  );
  await identity.query(
    `INSERT INTO passkeys (user_id, credential_id, public_key, counter, transports, name, created_at)
     VALUES ($1, 'smuggled', '', 0, '{}', 'Smuggled', now())`,
    [userId],
  );
  await identity.query(
    `INSERT INTO known_devices (user_id, token_hash, user_agent, first_seen_at, last_seen_at, is_new)
     VALUES ($1, 'known', '', now(), now(), false), ($1, 'new', '', now(), now(), true)`,
    [userId],
  );
  await identity.query("UPDATE known_devices SET removed_at = now() WHERE user_id = $1", [userId]);
  await identity.query("DELETE FROM totp_factors WHERE user_id = $1", [userId]);
  await identity.query("DELETE FROM passkeys WHERE user_id = $1", [userId]);
  expect((await actionsOf(userId)).map(({ action }) => action)).toEqual([
    ...["account.totp-added", "account.passkey-added", "account.new-device"],
    ...["account.device-removed", "account.device-removed"],
    ...["account.totp-removed", "account.passkey-removed"],
  ]);
});

it("notes a recovery code that is spent, once, and new codes that are there", async () => {
  const { userId } = (await makePatient()).actor;
  const client = await identity.connect();
  await client.query("BEGIN");
  await client.query("INSERT INTO recovery_codes (user_id, code_hash) VALUES ($1, 'hash')", [
    userId,
  ]);
  await client.query("SELECT audit_account($1, 'account.recovery-codes-made', '{}')", [userId]);
  await client.query("COMMIT");
  client.release();
  for (const spent of [true, false]) {
    const { rows } = await identity.query("SELECT spend_recovery_code($1, 'hash') AS spent", [
      userId,
    ]);
    expect(rows).toEqual([{ spent }]);
  }
  expect((await actionsOf(userId)).map(({ action }) => action)).toEqual([
    ...["account.recovery-codes-made", "account.recovery-code-used"],
  ]);
});

it("notes each signing key that comes or goes, whatever code writes the row", async () => {
  await identity.query(
    `INSERT INTO signing_keys (kid, sealed, created_at, signs_from) VALUES ('smuggled', 'x', now(), now())`,
  );
  await identity.query("DELETE FROM signing_keys WHERE kid = 'smuggled'");
  const { rows } = await superuser.query(
    `SELECT action, actor_id FROM audit_events WHERE detail ->> 'kid' = 'smuggled' ORDER BY seq`,
  );
  expect(rows).toEqual([
    { action: "signing-key.added", actor_id: null },
    { action: "signing-key.ended", actor_id: null },
  ]);
});

it("takes no change of a client in the name of a user who is not an admin with a session", async () => {
  const client = await identity.connect();
  await client.query("BEGIN");
  await client.query(
    `INSERT INTO oauth_clients (id, kind, name, redirect_uris, scopes, created_at)
     VALUES ('made-now', 'public', 'Made now', '{https://a.example/cb}', '{}', now())`,
  );
  await client.query("SAVEPOINT made");
  const created = (userId: string) =>
    client.query(`SELECT audit_account($1, 'client.created', '{"client": "made-now"}')`, [userId]);
  await expect(created(doctor.actor.userId)).rejects.toThrow("audit_account_shown");
  await client.query("ROLLBACK TO made");
  await expect(created(admin.userId)).rejects.toThrow("audit_account_shown");
  await client.query("ROLLBACK");
  client.release();
});

it("takes commands from the owner's import alone, and no other act from it", async () => {
  for (const pool of [app, identity]) {
    await expect(
      pool.query("SELECT audit_command('keys.rotate', 'x', '{}')"),
    ).rejects.toMatchObject({ code: "42501" });
  }
  const client = await owner.connect();
  await client.query("BEGIN; SET LOCAL ROLE slotwell_import");
  await expect(
    client.query("SELECT audit_command('account.close', 'x', '{}')"),
  ).rejects.toMatchObject({ constraint: "audit_command_known" });
  await client.query("ROLLBACK");
  client.release();
});
