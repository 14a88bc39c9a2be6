import { Client } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { setActor } from "../testing/raw.ts";
import type { UserActor } from "./actor.ts";

// The third wall alone: raw SQL as the application's login, with none of its checks in the way.

const now = new Date("2025-01-06T12:00:00Z");
let doctor: TestDoctor;
let stranger: TestDoctor;
let patient: UserActor;
let outsider: UserActor;
let admin: UserActor;
let appointmentId: string;

beforeAll(async () => {
  doctor = await makeDoctor();
  stranger = await makeDoctor();
  patient = (await makePatient()).actor;
  outsider = (await makePatient()).actor;
  admin = await makeAdmin();
  const startsAt = new Date("2025-01-08T14:00:00Z");
  const input = { doctorId: doctor.doctorId, startsAt };
  appointmentId = (await bookAppointment(patient, input, { now, idempotencyKey: "k" })).id;
  await changeStatus(doctor.actor, appointmentId, "approve", { now });
  await testDatabase().superuser.query(
    `INSERT INTO medical_records (patient_id, doctor_id, appointment_id, diagnosis, treatment) VALUES ($1, $2, $3, $4, $4)`,
    [patient.patientId, doctor.doctorId, appointmentId, someCiphertext],
  );
  await testDatabase().superuser.query(
    "INSERT INTO time_off (doctor_id, starts_at, ends_at, reason) VALUES ($1, now(), now() + interval '1 day', 'private')",
    [doctor.doctorId],
  );
});
afterAll(disconnect);

/** Runs statements as one actor, like `asActor`; gives the last one's rows and undoes everything. */
async function as(actor: UserActor | null, ...statements: string[]) {
  const client = new Client({ connectionString: testDatabase().appUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await setActor(client, actor);
    let last = await client.query("SELECT 1");
    for (const statement of statements) last = await client.query(statement);
    return last;
  } finally {
    await client.end();
  }
}
const count = async (actor: UserActor | null, table: string) =>
  (await as(actor, `SELECT FROM ${table}`)).rowCount;

const CLINICAL = ["appointments", "appointment_events", "patients", "medical_records"] as const;

describe("row level security", () => {
  it("shows nothing of a patient's without an actor", async () => {
    for (const table of [...CLINICAL, "idempotency_keys", "time_off"]) {
      expect([table, await count(null, table)]).toEqual([table, 0]);
    }
  });

  it("shows the patient, the doctor and the admin theirs, and no other user anything", async () => {
    for (const table of CLINICAL) {
      for (const actor of [patient, doctor.actor, admin]) {
        expect(await count(actor, table), `${table} for ${actor.role}`).toBeGreaterThan(0);
      }
      const foreign = `SELECT FROM ${table} WHERE ${
        {
          appointments: "id",
          appointment_events: "appointment_id",
          patients: "id",
          medical_records: "appointment_id",
        }[table]
      } = '${table === "patients" ? (patient.patientId ?? "") : appointmentId}'`;
      for (const actor of [stranger.actor, outsider]) {
        expect((await as(actor, foreign)).rowCount, `${table} for a stranger`).toBe(0);
      }
    }
    expect(await count(stranger.actor, "time_off")).toBe(0);
    expect(await count(patient, "time_off")).toBe(0);
  });

  it("lets strangers change nothing", async () => {
    const changes = [
      `UPDATE appointments SET version = version + 1, status = 'canceled' WHERE id = '${appointmentId}'`,
      `UPDATE patients SET full_name = 'x' WHERE id = '${patient.patientId ?? ""}'`,
      `UPDATE medical_records SET notes = '${someCiphertext}' WHERE appointment_id = '${appointmentId}'`,
      `UPDATE doctors SET biography = 'x' WHERE id = '${doctor.doctorId}'`,
      `DELETE FROM working_hours WHERE doctor_id = '${doctor.doctorId}'`,
      `DELETE FROM time_off WHERE doctor_id = '${doctor.doctorId}'`,
    ];
    for (const change of changes) {
      for (const actor of [null, stranger.actor, outsider]) {
        expect((await as(actor, change)).rowCount, change).toBe(0);
      }
    }
  });

  it("refuses rows in somebody else's name", async () => {
    const booking = (patientId: string) =>
      `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, expires_at)
       VALUES ('${patientId}', '${doctor.doctorId}', '${doctor.clinicId}', '${doctor.visitTypeId}',
       '2025-02-01T14:00Z', '2025-02-01T14:30Z', 'pending', '2025-02-01T14:00Z')`;
    expect((await as(patient, booking(patient.patientId ?? ""))).rowCount).toBe(1);
    for (const actor of [null, stranger.actor, outsider]) {
      await expect(as(actor, booking(patient.patientId ?? ""))).rejects.toMatchObject({
        code: "42501",
      });
    }
    const record = `INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment)
      VALUES ('${patient.patientId ?? ""}', '${stranger.doctorId}', '${someCiphertext}', '${someCiphertext}')`;
    await expect(as(stranger.actor, record)).rejects.toMatchObject({ code: "42501" });
  });

  // Fails without the grants by column and without doctors_verification_guard.
  it("lets no user verify themselves or hand a profile to another account", async () => {
    const own = `WHERE id = '${doctor.doctorId}'`;
    const unverify = `UPDATE doctors SET verified_at = NULL ${own}`;
    for (const [actor, change] of [
      [doctor.actor, unverify],
      [doctor.actor, `UPDATE doctors SET user_id = '${stranger.actor.userId}' ${own}`],
      [admin, `UPDATE doctors SET user_id = '${admin.userId}' ${own}`],
      [patient, `UPDATE patients SET user_id = '${outsider.userId}'`],
    ] as const) {
      await expect(as(actor, change), change).rejects.toMatchObject({ code: "42501" });
    }
    expect((await as(admin, unverify)).rowCount).toBe(1);
    expect((await as(doctor.actor, `UPDATE doctors SET biography = 'x' ${own}`)).rowCount).toBe(1);
  });

  it("leaves a clinic's holidays to admins, and held times to the database", async () => {
    const close = `INSERT INTO clinic_holidays (clinic_id, day, name) VALUES ('${doctor.clinicId}', '2030-01-01', 'x')`;
    expect((await as(admin, close)).rowCount).toBe(1);
    for (const actor of [null, doctor.actor, patient]) {
      await expect(as(actor, close)).rejects.toMatchObject({ code: "42501" });
    }
    for (const statement of [
      "SELECT FROM slot_holds",
      "DELETE FROM slot_holds",
      `INSERT INTO slot_holds VALUES ('${appointmentId}', '${doctor.doctorId}', now(), now() + interval '1 hour', now())`,
    ]) {
      await expect(as(admin, statement)).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("tells when patients are taken to those who may see them", async () => {
    const taken = `SELECT FROM patients_busy('{${patient.patientId ?? ""}}', '2025-01-01', '2025-02-01')`;
    for (const actor of [patient, doctor.actor, admin]) {
      expect((await as(actor, taken)).rowCount).toBe(1);
    }
    for (const actor of [null, stranger.actor, outsider]) {
      expect((await as(actor, taken)).rowCount).toBe(0);
    }
  });

  it("forgets a disabled account at once", async () => {
    const { actor } = await makePatient();
    expect(await count(actor, "patients")).toBe(1);
    await testDatabase().superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [
      actor.userId,
    ]);
    expect(await count(actor, "patients")).toBe(0);
  });

  it("is on, forced and has a policy for every table that names a patient", async () => {
    const { rows } = await testDatabase().superuser.query<{
      name: string;
      rls: boolean;
      forced: boolean;
      policies: number;
    }>(
      `SELECT c.relname AS name, c.relrowsecurity AS rls, c.relforcerowsecurity AS forced,
         (SELECT count(*)::int FROM pg_policy p WHERE p.polrelid = c.oid) AS policies
       FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
       WHERE n.nspname = 'public' AND c.relkind = 'r' AND (c.relname IN ('patients', 'appointment_events') OR EXISTS (
         SELECT FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attname IN ('patient_id', 'appointment_id', 'record_id', 'attachment_id')))`,
    );
    expect(rows.map(({ name }) => name).toSorted()).toEqual([
      "appointment_events",
      "appointments",
      "attachment_chunks",
      "attachments",
      "audit_events",
      "emergency_accesses",
      "history_entries",
      "idempotency_keys",
      "medical_record_revisions",
      "medical_records",
      "patient_profiles",
      "patients",
      "record_drafts",
      "refusal_counts",
      "slot_holds",
    ]);
    for (const row of rows) {
      expect(row).toMatchObject({ rls: true, forced: true });
      expect(row.policies).toBeGreaterThan(0);
    }
  });
});

describe("the roles", () => {
  it("own nothing and cannot pass the walls", async () => {
    const { rows } = await testDatabase().superuser.query(
      `SELECT rolname FROM pg_roles WHERE rolname LIKE 'slotwell%' AND (rolsuper OR rolbypassrls)
       UNION SELECT tableowner FROM pg_tables WHERE schemaname = 'public' AND tableowner IN
         ('slotwell_app', 'slotwell_identity', 'slotwell_auditor', 'slotwell_definer', 'slotwell_import')`,
    );
    expect(rows).toEqual([]);
  });

  it("keep identity and clinic apart", async () => {
    const { app, identity } = testDatabase();
    await expect(app.query("SELECT FROM users")).rejects.toMatchObject({ code: "42501" });
    for (const table of CLINICAL) {
      await expect(identity.query(`SELECT FROM ${table}`)).rejects.toMatchObject({ code: "42501" });
    }
  });

  it("hold an actor for one transaction only", async () => {
    const { app } = testDatabase();
    const client = await app.connect();
    await client.query("BEGIN");
    await setActor(client, patient);
    expect((await client.query("SELECT FROM appointments")).rowCount).toBe(1);
    await client.query("COMMIT");
    expect((await client.query("SELECT FROM appointments")).rowCount).toBe(0);
    client.release();
  });
});

describe("the lifecycle in the database", () => {
  const MOVED = "starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day'";
  const update = (set: string, id = appointmentId) =>
    `UPDATE appointments SET version = version + 1, ${set} WHERE id = '${id}'`;

  const ASKED_ANEW = `${MOVED}, event = 'rescheduled', status = 'pending', expires_at = starts_at`;

  // Each second step is refused and nothing but it: the first one passes by itself.
  it.each([
    [
      "a patient cannot confirm their own request",
      "patient",
      ASKED_ANEW,
      "event = 'approved', status = 'confirmed', expires_at = NULL",
    ],
    ["asking anew means another time", "patient", ASKED_ANEW, "event = 'rescheduled'"],
    [
      "a patient accepts only what was proposed",
      "patient",
      ASKED_ANEW,
      "event = 'accepted', status = 'confirmed', expires_at = NULL, starts_at = starts_at + interval '2 hours', ends_at = ends_at + interval '2 hours'",
    ],
    [
      "a step is taken under its own name",
      "patient",
      ASKED_ANEW,
      "event = 'declined', status = 'canceled', expires_at = NULL",
    ],
    [
      "proposals come with their event",
      "patient",
      ASKED_ANEW,
      `${MOVED}, event = 'rescheduled', proposed_starts = '{2030-01-01T10:00Z}'`,
    ],
    [
      "nothing follows cancellation",
      "doctor",
      "event = 'canceled', status = 'canceled'",
      "event = 'approved', status = 'confirmed'",
    ],
  ])("%s", async (_name, who, first, second) => {
    const actor = who === "patient" ? patient : doctor.actor;
    expect((await as(actor, update(first))).rowCount).toBe(1);
    await expect(as(actor, update(first), update(second))).rejects.toThrow(
      /no such transition|cannot confirm|proposals come/,
    );
  });

  it("what has not begun is not completed", async () => {
    const then = new Date("2149-12-01T12:00:00Z");
    const input = { doctorId: doctor.doctorId, startsAt: new Date("2150-01-05T15:00:00Z") };
    const { id } = await bookAppointment(patient, input, { now: then });
    await changeStatus(doctor.actor, id, "approve", { now: then });
    const first = update(`${MOVED}, event = 'rescheduled'`, id);
    expect((await as(doctor.actor, first)).rowCount).toBe(1);
    const complete = update("event = 'completed', status = 'completed'", id);
    await expect(as(doctor.actor, first, complete)).rejects.toThrow("no such transition");
  });

  it("counts versions and keeps identities", async () => {
    const skip = `UPDATE appointments SET version = version + 2, event = 'canceled', status = 'canceled' WHERE id = '${appointmentId}'`;
    await expect(as(doctor.actor, skip)).rejects.toThrow("keeps its identity");
    const given = `${MOVED}, event = 'rescheduled', doctor_id = '${stranger.doctorId}',
      visit_type_id = '${stranger.visitTypeId}'`;
    await expect(as(admin, update(given))).rejects.toThrow("keeps its identity");
  });

  it("writes history itself and lets nobody else", async () => {
    await expect(as(doctor.actor, "DELETE FROM appointment_events")).rejects.toMatchObject({
      code: "42501",
    });
    await expect(as(doctor.actor, "DELETE FROM appointments")).rejects.toMatchObject({
      code: "42501",
    });
    const forged = `INSERT INTO appointment_events (appointment_id, version, type, to_status, to_starts_at)
      VALUES ('${appointmentId}', 99, 'approved', 'confirmed', now())`;
    await expect(as(doctor.actor, forged)).rejects.toMatchObject({ code: "42501" });
  });
});
