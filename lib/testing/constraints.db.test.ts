import { afterAll, beforeAll, expect, it } from "vitest";
import type { PoolClient } from "pg";
import { testDatabase } from "./database.ts";
import { someCiphertext, someHash } from "./encrypted.ts";
import { makeDoctor, makePatient, type TestDoctor } from "./people.ts";

// Every constraint of the schema, each with a write that it must refuse. A constraint that is added
// without such a write fails the last test. The writes go in as slotwell_import: no other guard acts.

let doctor: TestDoctor;
let patient: { patientId: string; userId: string };
let client: PoolClient;

beforeAll(async () => {
  doctor = await makeDoctor();
  const made = await makePatient();
  patient = { patientId: made.patientId, userId: made.actor.userId };
  client = await testDatabase().owner.connect();
});
afterAll(() => {
  client.release();
});

type Values = Record<string, unknown>;
const insert = (table: string, base: () => Values) => (values: Values) => ({
  table,
  values: { ...base(), ...values },
});
const user = insert("users", () => ({ name: "A", role: "patient" }));
const clinic = insert("clinics", () => ({ name: "A", address: "B", time_zone: "Europe/Berlin" }));
const aDoctor = insert("doctors", () => ({
  user_id: patient.userId,
  clinic_id: doctor.clinicId,
  full_name: "A",
  specialization: "cardiology",
}));
const aPatient = insert("patients", () => ({ user_id: doctor.actor.userId, full_name: "A" }));
const visitType = insert("visit_types", () => ({
  doctor_id: doctor.doctorId,
  name: "Other",
  minutes: 30,
  step_minutes: 30,
}));
const hours = insert("working_hours", () => ({
  doctor_id: doctor.doctorId,
  weekday: 1,
  from_minute: 1080,
  to_minute: 1140,
}));
const timeOff = insert("time_off", () => ({ doctor_id: doctor.doctorId }));
const appointment = insert("appointments", () => ({
  patient_id: patient.patientId,
  doctor_id: doctor.doctorId,
  clinic_id: doctor.clinicId,
  visit_type_id: doctor.visitTypeId,
  starts_at: "2025-03-01T10:00Z",
  ends_at: "2025-03-01T10:30Z",
  status: "confirmed",
}));
const event = insert("appointment_events", () => ({
  appointment_id: "00000000-0000-7000-8000-000000000001",
  version: 1,
  type: "requested",
  to_status: "pending",
  to_starts_at: "2025-03-01T10:00Z",
}));
const record = insert("medical_records", () => ({
  patient_id: patient.patientId,
  doctor_id: doctor.doctorId,
  diagnosis: someCiphertext,
  treatment: someCiphertext,
}));
const profile = insert("patient_profiles", () => ({ patient_id: patient.patientId }));
const entry = insert("history_entries", () => ({
  patient_id: patient.patientId,
  kind: "allergy",
  name: someCiphertext,
  source: "patient",
  recorded_by: patient.userId,
}));
const emergency = insert("emergency_accesses", () => ({
  patient_id: patient.patientId,
  doctor_id: doctor.doctorId,
  reason: someCiphertext,
  granted_at: "2025-01-01T10:00Z",
  expires_at: "2025-01-01T11:00Z",
}));
const revision = insert("medical_record_revisions", () => ({
  record_id: known.id,
  version: 2,
  diagnosis: someCiphertext,
  treatment: someCiphertext,
  at: "2025-01-01",
}));
const draft = insert("record_drafts", () => ({
  doctor_id: doctor.doctorId,
  patient_id: patient.patientId,
  content: someCiphertext,
  updated_at: "2025-01-01",
}));
const attachment = insert("attachments", () => ({
  record_id: known.id,
  patient_id: patient.patientId,
  name: someCiphertext,
  media_type: "image/png",
  size: 1,
  chunks: 1,
}));
const chunk = insert("attachment_chunks", () => ({
  attachment_id: known.id,
  number: 1,
  of_chunks: 1,
  content: someCiphertext,
}));
const holiday = insert("clinic_holidays", () => ({
  clinic_id: doctor.clinicId,
  day: "2025-12-25",
  name: "Christmas",
}));
const hold = insert("slot_holds", () => ({
  appointment_id: known.id,
  doctor_id: doctor.doctorId,
  starts_at: "2025-03-02T10:00Z",
  ends_at: "2025-03-02T10:30Z",
  expires_at: "2025-03-02T10:00Z",
}));
const webp = Buffer.from("RIFF\0\0\0\0WEBP");
const photo = insert("doctor_photos", () => ({ doctor_id: doctor.doctorId }));
const known = { id: "00000000-0000-7000-8000-000000000001" };
const long = `enc:test:${"A".repeat(8000)}`;

const REFUSED: Record<string, () => { table: string; values: Values }[]> = {
  users_email_key: () => [user({ email: "a@b.test" }), user({ email: "a@b.test" })],
  users_email_form: () => [user({ email: "A@b.test" })],
  users_name_form: () => [user({ name: "  " })],
  users_preferred_name_form: () => [user({ preferred_name: "  " })],
  users_pronouns_form: () => [user({ pronouns: "x".repeat(41) })],
  users_closed_nameless: () => [
    user({ closed_at: "2025-01-01", disabled_at: "2025-01-01", preferred_name: "A" }),
  ],
  clinics_name_form: () => [clinic({ name: "" })],
  users_closed_empty: () => [
    user({ closed_at: "2025-01-01", disabled_at: "2025-01-01", email: "a@b.test" }),
  ],
  clinics_retention_range: () => [clinic({ retention_years: 0 })],
  clinics_outcome_days_range: () => [clinic({ outcome_days: 0 })],
  clinics_request_limits: () => [clinic({ max_open_requests_on_day: 0 })],
  clinics_zone_known: () => [clinic({ time_zone: "Europe/Atlantis" })],
  doctors_user_id_key: () => [aDoctor({ user_id: doctor.actor.userId })],
  doctors_name_form: () => [aDoctor({ full_name: " " })],
  doctors_specialization_form: () => [aDoctor({ specialization: "Heart!" })],
  doctors_notice_range: () => [aDoctor({ minimum_notice_minutes: -1 })],
  doctors_horizon_range: () => [aDoctor({ horizon_days: 0 })],
  doctors_cutoff_range: () => [aDoctor({ cutoff_minutes: -1 })],
  doctors_request_ttl_range: () => [aDoctor({ request_ttl_minutes: 1 })],
  doctors_license_form: () => [aDoctor({ license_number: " " })],
  doctors_biography_length: () => [aDoctor({ biography: "x".repeat(2001) })],
  doctors_declined_why: () => [aDoctor({ declined_at: "2025-01-01" })],
  doctors_one_decision: () => [
    aDoctor({ verified_at: "2025-01-01", declined_at: "2025-01-01", decline_reason: "No" }),
  ],
  doctors_profile_version_positive: () => [aDoctor({ profile_version: 0 })],
  doctor_photos_size: () => [photo({ content: Buffer.concat([webp, Buffer.alloc(524_288)]) })],
  doctor_photos_webp: () => [photo({ content: Buffer.from("<svg onload='alert(1)'/>") })],
  doctors_closed_unverified: () => [
    aDoctor({ closed_at: "2025-01-01", verified_at: "2025-01-01" }),
  ],
  patients_user_id_key: () => [aPatient({ user_id: patient.userId })],
  patients_preferred_name_form: () => [aPatient({ preferred_name: "" })],
  patients_pronouns_form: () => [aPatient({ pronouns: " " })],
  patients_closed_nameless: () => [aPatient({ closed_at: "2025-01-01", pronouns: "she/her" })],
  patients_name_form: () => [aPatient({ full_name: "" })],
  patients_birth_guard: () => [aPatient({ date_of_birth: "2199-01-01" })],
  patients_birth_range: () => [aPatient({ date_of_birth: "1600-01-01" })],
  patients_version_positive: () => [aPatient({ version: 0 })],
  patients_retained_closed: () => [aPatient({ retain_until: "2035-01-01" })],
  visit_types_name_form: () => [visitType({ name: "" })],
  visit_types_name_once: () => [visitType({ name: "VISIT" })],
  visit_types_minutes_range: () => [visitType({ minutes: 0 })],
  visit_types_buffer_range: () => [visitType({ buffer_before_minutes: -5 })],
  visit_types_step_range: () => [visitType({ step_minutes: 0 })],
  working_hours_weekday: () => [hours({ weekday: 8 })],
  working_hours_window: () => [hours({ from_minute: 1140, to_minute: 1080 })],
  working_hours_validity: () => [hours({ valid_from: "2025-02-01", valid_until: "2025-01-01" })],
  working_hours_apart: () => [hours({}), hours({ from_minute: 1110, to_minute: 1200 })],
  time_off_window: () => [timeOff({ starts_at: "2025-01-02", ends_at: "2025-01-01" })],
  time_off_reason_length: () => [
    timeOff({ starts_at: "2025-01-02", ends_at: "2025-01-03", reason: "x".repeat(1001) }),
  ],
  clinic_holidays_once: () => [holiday({}), holiday({ name: "Again" })],
  clinic_holidays_day_range: () => [holiday({ day: "1066-10-14" })],
  clinic_holidays_name_form: () => [holiday({ name: " " })],
  slot_holds_window: () => [appointment(known), hold({ expires_at: "2025-03-02T10:01Z" })],
  slot_holds_apart: () => [appointment(known), hold({}), hold({ starts_at: "2025-03-02T10:15Z" })],
  slot_holds_free: () => [
    appointment(known),
    appointment({ starts_at: "2025-03-02T10:29Z", ends_at: "2025-03-02T10:59Z" }),
    hold({}),
  ],
  appointments_window: () => [appointment({ ends_at: "2025-03-01T10:00Z" })],
  appointments_pending_expires: () => [appointment({ status: "pending" })],
  appointments_declined_why: () => [appointment({ status: "declined" })],
  appointments_overbooked_why: () => [appointment({ overbooked: true })],
  appointments_proposals: () => [appointment({ proposed_starts: ["2025-03-02T10:00Z"] })],
  appointments_encrypted: () => [appointment({ reason: "In plain text" })],
  appointments_version_positive: () => [appointment({ version: 0 })],
  appointments_words_length: () => [appointment({ reason: long })],
  appointments_visit_type_of_doctor: () => [appointment({ visit_type_id: known.id })],
  appointments_doctor_free: () => [
    appointment({ status: "pending", expires_at: "2025-03-01T10:00Z" }),
    appointment({ starts_at: "2025-03-01T10:29Z", ends_at: "2025-03-01T10:59Z" }),
  ],
  appointments_patient_free: () => [
    appointment({ overbooked: true, overbook_reason: someCiphertext }),
    appointment({ overbooked: true, overbook_reason: someCiphertext }),
  ],
  appointment_events_type: () => [appointment(known), event({ type: "vanished" })],
  appointment_events_encrypted: () => [
    appointment(known),
    event({ overbook_reason: "In plain text" }),
  ],
  appointment_events_once: () => [appointment(known), event({}), event({})],
  idempotency_keys_form: () => [
    appointment(known),
    {
      table: "idempotency_keys",
      values: {
        user_id: patient.userId,
        key: "",
        request_hash: someHash,
        appointment_id: known.id,
      },
    },
  ],
  idempotency_keys_keyed: () => [
    appointment(known),
    {
      table: "idempotency_keys",
      values: { user_id: patient.userId, key: "k", request_hash: someHash.slice(5) },
    },
  ],
  medical_records_version_positive: () => [record({ version: 0 })],
  medical_records_encrypted: () => [record({ notes: "In plain text" })],
  medical_record_revisions_once: () => [record(known), revision({}), revision({})],
  medical_record_revisions_encrypted: () => [record(known), revision({ notes: "In plain text" })],
  patient_profiles_lengths: () => [profile({ phone: "1".repeat(41) })],
  patient_profiles_language_form: () => [profile({ preferred_language: "German" })],
  patient_profiles_e164_form: () => [profile({ phone: "030 1234567", phone_e164: "030 1234567" })],
  patient_profiles_e164_of_phone: () => [profile({ phone_e164: "+49301234567" })],
  patient_profiles_encrypted: () => [profile({ insurance_number: "K123456789" })],
  history_entries_dates: () => [entry({ since: "long ago" })],
  history_entries_version_positive: () => [entry({ version: 0 })],
  history_entries_encrypted: () => [entry({ name: "Penicillin" })],
  emergency_accesses_window: () => [emergency({ expires_at: "2025-01-01T12:00Z" })],
  emergency_accesses_encrypted: () => [emergency({ reason: "In plain text" })],
  record_drafts_once: () => [draft({}), draft({})],
  record_drafts_encrypted: () => [draft({ content: "In plain text" })],
  record_drafts_subject: () => [
    appointment(known),
    record(known),
    draft({ appointment_id: known.id, record_id: known.id }),
  ],
  record_drafts_length: () => [draft({ content: `enc:test:${"A".repeat(810_000)}` })],
  attachments_media_type: () => [record(known), attachment({ media_type: "text/html" })],
  attachments_size: () => [record(known), attachment({ size: 0 })],
  attachments_chunks: () => [record(known), attachment({ chunks: 0 })],
  attachments_encrypted: () => [record(known), attachment({ name: "scan.png" })],
  attachment_chunks_once: () => [record(known), attachment(known), chunk({}), chunk({})],
  attachment_chunks_number: () => [record(known), attachment(known), chunk({ number: 2 })],
  attachment_chunks_encrypted: () => [record(known), attachment(known), chunk({ content: "x" })],
  medical_records_retracted_why: () => [record({ retracted_at: "2025-01-01" })],
};

/** Cannot be broken by itself: it exists for a foreign key to point at, and the primary key is in it. */
const IMPLIED = ["visit_types_id_doctor_id_key"];

it.each(Object.keys(REFUSED))("%s", async (constraint) => {
  const rows = REFUSED[constraint]?.() ?? [];
  await client.query("BEGIN");
  try {
    await client.query(
      "GRANT INSERT ON idempotency_keys, slot_holds, medical_record_revisions, doctor_photos TO slotwell_import",
    );
    await client.query("SET LOCAL ROLE slotwell_import");
    const last = rows.pop();
    for (const row of rows) await write(row);
    await expect(last && write(last)).rejects.toMatchObject({ constraint });
  } finally {
    await client.query("ROLLBACK");
  }
});

it("lets one visit begin as another ends, and a freed time be taken", async () => {
  await client.query("BEGIN");
  await client.query("SET LOCAL ROLE slotwell_import");
  try {
    await write(appointment({ status: "canceled" }));
    await write(appointment({}));
    await write(appointment({ starts_at: "2025-03-01T10:30Z", ends_at: "2025-03-01T11:00Z" }));
  } finally {
    await client.query("ROLLBACK");
  }
});

it("forgets no constraint", async () => {
  const { rows } = await client.query<{ name: string }>(
    `SELECT conname AS name FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
     WHERE c.connamespace = 'public'::regnamespace AND contype IN ('c', 'x', 'u') AND t.relname = ANY ($1)
     UNION SELECT indexrelid::regclass::text FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
     WHERE indisunique AND indpred IS NOT NULL AND t.relname = ANY ($1)`,
    [[...new Set(Object.values(REFUSED).flatMap((write) => write().map(({ table }) => table)))]],
  );
  expect(
    rows.map(({ name }) => name).filter((name) => !(name in REFUSED) && !IMPLIED.includes(name)),
  ).toEqual([]);
});

async function write({ table, values }: { table: string; values: Values }): Promise<void> {
  const columns = Object.keys(values);
  await client.query(
    `INSERT INTO ${table} (${columns.join(", ")}) VALUES (${columns.map((_, i) => `$${i + 1}`).join(", ")})`,
    Object.values(values),
  );
}
