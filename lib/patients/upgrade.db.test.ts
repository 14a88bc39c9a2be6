import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { fillDialledNumbers } from "../platform/dialled-number-rows.ts";
import { migrate } from "../platform/migrate.ts";
import { migrationsOnDisk } from "../platform/migrations.ts";
import { testDatabase } from "../testing/database.ts";
import { targetOf } from "../testing/databases.ts";

// An installation of the version before, whose people an upgrade leaves as they are.

const { owner, ownerUrl } = testDatabase();
const name = `upgrade_${randomUUID().replaceAll("-", "")}`;
const FIRST = "20261128030400_births_to_come";
let client: Client;

const LANGUAGES = ["English", "mandarin", "Plattdüütsch", " Farsi", "English", "ga", "Irish", ""];
/** Phone, language and clinic of a patient; and what the number dials afterwards. */
const PATIENTS: [
  phone: string | null,
  language: string | null,
  clinic: 0 | 1 | null,
  e164: string | null,
][] = [
  ["212 555 0140", "es", 0, "+12125550140"],
  ["030 23125 100", "pt-BR", 1, "+493023125100"],
  ["+49 30 23125-100", null, null, "+493023125100"],
  ["030 23125 100", "de", null, "+493023125100"],
  ["(23125) 6", "no", 0, null],
  [null, null, 0, null],
];
const EMAILS: [before: string, after: string | null][] = [
  ["ann@example.org", "ann@example.org"],
  ["jo\u0308rg@example.org", null],
  ["jörg@example.org", "jörg@example.org"],
  ["zoe\u0308@example.org", "zoë@example.org"],
  ["an\u200bn@example.org", null],
  ["\u200b@example.org", null],
];
const ids = PATIENTS.map(() => randomUUID());

beforeAll(async () => {
  await owner.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  const target = targetOf(url.href);
  await migrate(
    target,
    migrationsOnDisk().filter((migration) => migration.name < FIRST),
  );
  client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query("SET ROLE slotwell_import");
  await addPeople();
  await client.query("RESET ROLE");
  await migrate(target);
  // Batches of two, of which the last is empty; the second call has nothing to do.
  await fillDialledNumbers(target, 2);
  await fillDialledNumbers(target, 2);
  await client.query("SET ROLE slotwell_import");
});
afterAll(async () => {
  await client.end();
  await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
});

async function addPeople(): Promise<void> {
  const clinics = [randomUUID(), randomUUID()];
  const [doctor, visitType] = [randomUUID(), randomUUID()];
  for (const [index, zone] of ["America/New_York", "Europe/Berlin"].entries()) {
    await client.query(
      "INSERT INTO clinics (id, name, address, time_zone) VALUES ($1, 'Clinic', '1 Street', $2)",
      [clinics[index], zone],
    );
  }
  for (const [index, [email]] of EMAILS.entries()) {
    await client.query("INSERT INTO users (name, role, email) VALUES ($1, 'patient', $2)", [
      `Pat ${index}`,
      email,
    ]);
  }
  await client.query("INSERT INTO users (id, name, role) VALUES ($1, 'Dr. Test', 'doctor')", [
    doctor,
  ]);
  await client.query(
    `INSERT INTO doctors (id, user_id, clinic_id, full_name, specialization, languages)
     VALUES ($1, $1, $2, 'Dr. Test', 'cardiology', $3)`,
    [doctor, clinics[0], LANGUAGES],
  );
  await client.query(
    "INSERT INTO visit_types (id, doctor_id, name, minutes, step_minutes) VALUES ($1, $2, 'Visit', 30, 30)",
    [visitType, doctor],
  );
  for (const [index, [phone, language, clinic]] of PATIENTS.entries()) {
    await client.query(
      "INSERT INTO patients (id, full_name, date_of_birth) VALUES ($1, 'Pat Test', '2199-12-31')",
      [ids[index]],
    );
    await client.query(
      `INSERT INTO patient_profiles (patient_id, phone, emergency_contact_name, emergency_contact_phone, preferred_language)
       VALUES ($1, $2, 'Kim', $2, $3)`,
      [ids[index], phone, language],
    );
    if (clinic === null) continue;
    await client.query(
      `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status)
       VALUES ($1, $2, $3, $4, $5, $5::timestamptz + interval '30 minutes', 'confirmed')`,
      [ids[index], doctor, clinics[clinic], visitType, new Date(Date.UTC(2025, 1, index + 1))],
    );
  }
}

it("keeps phone numbers, and adds what they dial", async () => {
  const { rows } = await client.query<Record<string, string | null>>(
    `SELECT phone, phone_e164, emergency_contact_phone, emergency_contact_phone_e164 FROM patient_profiles
     ORDER BY array_position($1::uuid[], patient_id)`,
    [ids],
  );
  expect(rows.map((row) => Object.values(row))).toEqual(
    PATIENTS.map(([phone, , , e164]) => [phone, e164, phone, e164]),
  );
});

it("keeps languages, doctors' as tags where they have one", async () => {
  const { rows } = await client.query(
    "SELECT preferred_language AS language FROM patient_profiles ORDER BY array_position($1::uuid[], patient_id)",
    [ids],
  );
  expect(rows).toEqual(PATIENTS.map(([, language]) => ({ language })));
  const doctors = await client.query<{ languages: string[] }>("SELECT languages FROM doctors");
  expect(doctors.rows).toEqual([
    { languages: ["en", "cmn", "Plattdüütsch", "fa", "gaa", "ga", ""] },
  ]);
});

it("keeps dates of birth that are to come", async () => {
  const { rows } = await client.query<{ born: string }>(
    "SELECT DISTINCT date_of_birth::text AS born FROM patients",
  );
  expect(rows).toEqual([{ born: "2199-12-31" }]);
});

it("composes e-mail addresses, and gives one address to one account", async () => {
  const { rows } = await client.query<{ email: string | null }>(
    "SELECT email FROM users WHERE role = 'patient' ORDER BY name",
  );
  expect(rows.map(({ email }) => email)).toEqual(EMAILS.map(([, after]) => after));
});
