import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { migrate } from "../platform/migrate.ts";
import { migrationsOnDisk } from "../platform/migrations.ts";
import { testDatabase } from "../testing/database.ts";
import { targetOf } from "../testing/databases.ts";
import { someCiphertext } from "../testing/encrypted.ts";

// An installation of the version before, whose data an upgrade leaves as it should.

const { owner, ownerUrl } = testDatabase();
const name = `upgrade_${randomUUID().replaceAll("-", "")}`;
const FIRST = "20261128020000_care_by_agreement";
const patients = { patient: randomUUID(), other: randomUUID(), closed: randomUUID() };
const doctors = { doctor: randomUUID(), stranger: randomUUID() };
const visitTypes = { doctor: randomUUID(), stranger: randomUUID() };
const [clinic, record] = [randomUUID(), randomUUID()];
let client: Client;

/** What happened to appointments of the version before: event and actor, in order. */
const APPOINTMENTS: Record<string, [string, string | null][]> = {
  requested: [
    ["requested", "patient"],
    ["approved", "doctor"],
  ],
  bookedByAdmin: [["booked", "admin"]],
  bookedByDoctor: [["booked", "doctor"]],
  movedByDoctor: [
    ["booked", "doctor"],
    ["rescheduled", "doctor"],
  ],
  movedByAdmin: [
    ["booked", "doctor"],
    ["rescheduled", "admin"],
  ],
  movedByPatient: [
    ["booked", "doctor"],
    ["rescheduled", "patient"],
  ],
  canceledByPatient: [
    ["booked", "doctor"],
    ["canceled", "patient"],
  ],
  withoutEvents: [],
  byUnknown: [["booked", null]],
};
const appointments = Object.fromEntries(
  Object.keys(APPOINTMENTS).map((key) => [key, randomUUID()]),
);
const foreign = randomUUID();

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
  await addAppointments();
  await addDrafts();
  await client.query("RESET ROLE");
  await migrate(target);
  await client.query("SET ROLE slotwell_import");
});
afterAll(async () => {
  await client.end();
  await owner.query(`DROP DATABASE ${name} WITH (FORCE)`);
});

async function addPeople(): Promise<void> {
  await client.query(
    "INSERT INTO clinics (id, name, address, time_zone) VALUES ($1, 'Clinic', '1 Street', 'Europe/Berlin')",
    [clinic],
  );
  for (const [key, id] of Object.entries(doctors)) {
    await client.query("INSERT INTO users (id, name, role) VALUES ($1, 'Dr. Test', 'doctor')", [
      id,
    ]);
    await client.query(
      "INSERT INTO doctors (id, user_id, clinic_id, full_name, specialization) VALUES ($1, $1, $2, 'Dr. Test', 'cardiology')",
      [id, clinic],
    );
    await client.query(
      "INSERT INTO visit_types (id, doctor_id, name, minutes, step_minutes) VALUES ($1, $2, 'Visit', 30, 30)",
      [visitTypes[key as keyof typeof visitTypes], id],
    );
  }
  for (const [key, id] of Object.entries(patients)) {
    await client.query(
      "INSERT INTO patients (id, full_name, closed_at) VALUES ($1, 'Pat Test', $2)",
      [id, key === "closed" ? new Date() : null],
    );
  }
}

async function addAppointment(id: string, whose: keyof typeof doctors, day: number): Promise<void> {
  await client.query(
    `INSERT INTO appointments (id, patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status)
     VALUES ($1, $2, $3, $4, $5, $6, $6::timestamptz + interval '30 minutes', 'confirmed')`,
    [
      id,
      patients.patient,
      doctors[whose],
      clinic,
      visitTypes[whose],
      new Date(Date.UTC(2025, 0, day)),
    ],
  );
}

async function addAppointments(): Promise<void> {
  for (const [index, [key, events]] of Object.entries(APPOINTMENTS).entries()) {
    await addAppointment(appointments[key] ?? "", "doctor", index + 1);
    for (const [earlier, [type, role]] of events.entries()) {
      await client.query(
        `INSERT INTO appointment_events (appointment_id, version, type, to_status, to_starts_at, actor_role)
         VALUES ($1, $2, $3, 'confirmed', now(), $4)`,
        [appointments[key], earlier + 1, type, role],
      );
    }
  }
  await addAppointment(foreign, "stranger", 20);
  await client.query(
    "INSERT INTO medical_records (id, patient_id, doctor_id, diagnosis, treatment) VALUES ($1, $2, $3, $4, $4)",
    [record, patients.patient, doctors.doctor, someCiphertext],
  );
}

/** Drafts of the doctor about a subject, filed under a patient. */
async function addDrafts(): Promise<void> {
  for (const [subject, patient] of [
    [appointments["requested"], patients.other],
    [record, patients.other],
    [patients.patient, patients.other],
    [patients.other, patients.other],
    [patients.closed, patients.closed],
    [foreign, patients.patient],
    [randomUUID(), patients.patient],
  ]) {
    await client.query(
      "INSERT INTO record_drafts (doctor_id, subject_id, patient_id, content, updated_at) VALUES ($1, $2, $3, $4, now())",
      [doctors.doctor, subject, patient, someCiphertext],
    );
  }
}

it("takes care from those appointments alone that only the doctor made", async () => {
  const { rows } = await client.query<{ id: string; agreed: boolean }>(
    "SELECT id, agreed FROM appointments",
  );
  const agreed = new Map(rows.map((row) => [row.id, row.agreed]));
  expect(
    Object.fromEntries(Object.entries(appointments).map(([key, id]) => [key, agreed.get(id)])),
  ).toEqual({
    requested: true,
    bookedByAdmin: true,
    bookedByDoctor: false,
    movedByDoctor: false,
    movedByAdmin: true,
    movedByPatient: true,
    canceledByPatient: false,
    // It cannot be told who made these.
    withoutEvents: true,
    byUnknown: true,
  });
});

it("leaves no privilege behind that it needed", async () => {
  const { rows } = await client.query(
    "SELECT has_column_privilege('slotwell_import', 'appointments', 'agreed', 'UPDATE') AS may",
  );
  expect(rows).toEqual([{ may: false }]);
});

it("files drafts under the patients of their subjects, and drops what no form shows", async () => {
  const { rows } = await client.query(
    "SELECT subject_id, patient_id, appointment_id, record_id FROM record_drafts",
  );
  const visit = appointments["requested"];
  const { patient, other } = patients;
  const none = { appointment_id: null, record_id: null };
  expect(rows).toHaveLength(4);
  expect(rows).toEqual(
    expect.arrayContaining([
      { ...none, subject_id: visit, patient_id: patient, appointment_id: visit },
      { ...none, subject_id: record, patient_id: patient, record_id: record },
      { ...none, subject_id: patient, patient_id: patient },
      { ...none, subject_id: other, patient_id: other },
    ]),
  );
});
