import { afterAll, beforeEach, expect, it } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { proposeTimes } from "../appointments/propose.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import type { UserActor } from "./actor.ts";

// A session that gives the database a later time than there is reaches nothing by it.

const { superuser, app } = testDatabase();
const FUTURE = "'2999-01-01T00:00:00Z'";
const DAY_MS = 24 * 3_600_000;
let doctor: TestDoctor;
let patient: UserActor;
let admin: UserActor;

beforeEach(async () => {
  doctor = await makeDoctor();
  patient = (await makePatient()).actor;
  admin = await makeAdmin();
});
afterAll(disconnect);

/** Requests an appointment in about a week, with an idempotency key. */
async function request(): Promise<string> {
  const now = new Date();
  const startsAt = new Date(Math.ceil(now.getTime() / DAY_MS + 7) * DAY_MS + 15 * 3_600_000);
  const input = { doctorId: doctor.doctorId, startsAt };
  const { id } = await bookAppointment(patient, input, { now, idempotencyKey: patient.userId });
  return id;
}
async function single<Row extends object>(sql: string, id: string): Promise<Row | undefined> {
  return (await superuser.query<Row>(sql, [id])).rows[0];
}

// A function that changes something and is handed a time without clamping it is a way around a rule.
it("clamps the time in every function that changes something", async () => {
  const { rows } = await superuser.query(
    `SELECT oid::regprocedure::text AS believes FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND provolatile = 'v' AND proname <> 'clamp_to_clock'
       AND proargtypes::regtype[] && '{timestamptz,date}'::regtype[]
       AND prosrc !~ 'as_of := clamp_to_clock\\(as_of\\)|least\\(as_of, current_date\\)'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = pg_proc.oid AND d.deptype = 'e')`,
  );
  expect(rows).toEqual([]);
});

it("takes a time that is a little ahead, and none that is far ahead", async () => {
  const { rows } = await superuser.query(
    `SELECT clamp_to_clock(now() - interval '1 year') = now() - interval '1 year' AS past,
       clamp_to_clock(now() + interval '30 seconds') = now() + interval '30 seconds' AS near,
       clamp_to_clock(${FUTURE}) < clock_timestamp() + interval '61 seconds' AS far`,
  );
  expect(rows).toEqual([{ past: true, near: true, far: true }]);
});

it("expires no request and releases no held time early", async () => {
  const id = await request();
  const booked = await single<{ starts_at: Date }>(
    "SELECT starts_at FROM appointments WHERE id = $1",
    id,
  );
  const proposed = new Date((booked?.starts_at.getTime() ?? 0) + 3_600_000);
  await proposeTimes(doctor.actor, id, [proposed], { now: new Date() });
  await app.query(`SELECT expire_requests(${FUTURE}, 500), release_holds(${FUTURE})`);
  expect(
    await single(
      "SELECT status, (SELECT count(*)::int FROM slot_holds WHERE appointment_id = a.id) AS held FROM appointments a WHERE id = $1",
      id,
    ),
  ).toEqual({ status: "pending", held: 1 });
});

it("keeps idempotency keys that are still needed", async () => {
  await request();
  await app.query(`SELECT prune_idempotency_keys(${FUTURE})`);
  expect(
    await single(
      "SELECT count(*)::int AS kept FROM idempotency_keys WHERE user_id = $1",
      patient.userId,
    ),
  ).toEqual({ kept: 1 });
});

// Fails without the time zone of purge_expired.
it("purges no patient's data before the day in UTC, in whatever time zone the session is", async () => {
  await superuser.query(
    "UPDATE patients SET closed_at = now(), retain_until = (now() AT TIME ZONE 'UTC')::date WHERE id = $1",
    [patient.patientId],
  );
  const client = await app.connect();
  await client.query("SET TIME ZONE '<ahead>-167'");
  await client.query(`SELECT purge_expired(${FUTURE}, 500)`);
  client.release(true);
  expect(
    await single(
      "SELECT retain_until IS NOT NULL AS kept FROM patients WHERE id = $1",
      patient.patientId ?? "",
    ),
  ).toEqual({ kept: true });
});

it("closes no account with appointments ahead", async () => {
  await request();
  await expect(
    rawAs(admin, `SELECT account_close('${patient.userId}', ${FUTURE})`),
  ).rejects.toMatchObject({ constraint: "accounts_visits_ahead" });
});

it("keeps the records of a closed account as long after a completed appointment, whatever time is given", async () => {
  await superuser.query(
    `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event)
     VALUES ($1, $2, $3, $4, '2020-05-01T14:00Z', '2020-05-01T14:30Z', 'confirmed', 'booked')`,
    [patient.patientId, doctor.doctorId, doctor.clinicId, doctor.visitTypeId],
  );
  await rawAs(
    doctor.actor,
    `UPDATE appointments SET version = 2, event = 'completed', status = 'completed' WHERE patient_id = '${patient.patientId ?? ""}'`,
  );
  const { rows } = await rawAs(
    admin,
    `SELECT account_close('${patient.userId}', '1999-01-01')::text AS until`,
  );
  expect(rows).toEqual([{ until: "2030-05-01" }]);
});

it.each([
  ["account_disable", (id: string) => `account_disable('${id}', ${FUTURE})`],
  ["account_enable", (id: string) => `account_enable('${id}', ${FUTURE})`],
  ["account_change_role", (id: string) => `account_change_role('${id}', 'admin', ${FUTURE})`],
  ["account_close", (id: string) => `account_close('${id}', ${FUTURE})`],
])("notes the database's own time in %s", async (name, call) => {
  if (name === "account_enable") {
    await superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [patient.userId]);
  }
  await rawAs(admin, `SELECT ${call(patient.userId)}`);
  expect(
    await single(
      "SELECT abs(extract(epoch FROM now() - updated_at)) < 120 AS near FROM users WHERE id = $1",
      patient.userId,
    ),
  ).toEqual({ near: true });
});
