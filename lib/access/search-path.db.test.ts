import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeDoctor, makePatient } from "../testing/people.ts";
import { rawAs, setActor } from "../testing/raw.ts";
import type { UserActor } from "./actor.ts";

// A table that a session creates may not stand in for one that a guard reads.

const { superuser, appUrl } = testDatabase();
const ROLES = ["slotwell_app", "slotwell_identity", "slotwell_identity_gate"];
const LOGIN = new URL(appUrl).username;
const DATABASE = new URL(appUrl).pathname.slice(1);
let patient: UserActor;
let appointmentId: string;

beforeAll(async () => {
  const { doctorId } = await makeDoctor();
  patient = (await makePatient()).actor;
  const startsAt = new Date("2025-01-08T14:00:00Z");
  const now = new Date("2025-01-06T12:00:00Z");
  ({ id: appointmentId } = await bookAppointment(patient, { doctorId, startsAt }, { now }));
});
afterAll(disconnect);

it("pins the search path of every function, with the temporary schema last", async () => {
  const { rows } = await superuser.query(
    `SELECT oid::regprocedure::text AS unpinned FROM pg_proc p
     WHERE pronamespace = 'public'::regnamespace
       AND NOT 'search_path=public, pg_temp' = ANY (coalesce(proconfig, '{}'))
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')`,
  );
  expect(rows).toEqual([]);
});

// Fails without the REVOKE in provisionLogins.
it("lets no role of the application create tables, functions or schemas", async () => {
  const { rows } = await superuser.query(
    `SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND (
       has_database_privilege(oid, current_database(), 'CREATE, TEMPORARY')
       OR has_schema_privilege(oid, 'public', 'CREATE'))`,
    [[...ROLES, LOGIN]],
  );
  expect(rows).toEqual([]);
});

it.each([
  "CREATE TEMPORARY TABLE doctors (id uuid, approval text)",
  "CREATE FUNCTION pg_temp.actor_role() RETURNS text LANGUAGE sql RETURN 'doctor'",
  "CREATE TYPE pg_temp.user_role AS ENUM ('patient')",
])("refuses a patient's session: %s", async (statement) => {
  await expect(rawAs(patient, statement)).rejects.toMatchObject({ code: "42501" });
});

// Fails without the search path of appointments_guard, which reads both tables.
it.each([
  [
    "that let patients book without an answer",
    "doctors AS SELECT id, 'automatic' AS approval FROM public.doctors",
    "event = 'rescheduled', status = 'confirmed', starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day'",
  ],
  [
    "that let patients complete an appointment",
    `appointment_transitions AS SELECT 'completed' AS event, 'pending'::appointment_status AS from_status,
       'completed'::appointment_status AS to_status, 'patient'::user_role AS by_role, false AS moves`,
    "event = 'completed', status = 'completed'",
  ],
])("ignores temporary tables %s, where a session may create them", async (_what, table, change) => {
  await superuser.query(`GRANT TEMPORARY ON DATABASE ${DATABASE} TO ${LOGIN}`);
  const client = new Client({ connectionString: appUrl });
  await client.connect();
  try {
    await client.query(`CREATE TEMPORARY TABLE ${table}`);
    await client.query("BEGIN");
    await setActor(client, patient);
    const shadowed = client.query(
      `UPDATE appointments SET version = version + 1, ${change}, expires_at = NULL WHERE id = $1`,
      [appointmentId],
    );
    await expect(shadowed).rejects.toMatchObject({ constraint: "appointments_lifecycle" });
  } finally {
    await client.end();
    await superuser.query(`REVOKE TEMPORARY ON DATABASE ${DATABASE} FROM ${LOGIN}`);
  }
});
