// Made where they end up: a million rows are no use to this process.

/** A number from 0 to 999 that follows from `text` alone. */
const chance = (text: string) => `(hashtext(${text}) & 2147483647) % 1000`;

/**
 * $1 now, $2 how many doctors: clinics in two zones, Monday to Friday from 9 to 17. Their limits are wide, because a
 * measurement books for a patient more often than people do.
 */
export const addPractices = [
  `INSERT INTO clinics (name, address, time_zone, max_open_requests, max_open_requests_with_doctor, max_open_requests_on_day)
   SELECT 'Clinic ' || n, n || ' Main Street', (ARRAY['America/New_York', 'Europe/Berlin'])[1 + n % 2], 1000, 1000, 1000
   FROM generate_series(1, greatest(2, $2::int / 20)) n WHERE $1::timestamptz IS NOT NULL`,
  `WITH accounts AS (
     INSERT INTO users (email, name, role, created_at)
     SELECT 'doctor' || n || '@bench.test', 'Dr. Number ' || n, 'doctor', $1::timestamptz - interval '6 years'
     FROM generate_series(1, $2::int) n RETURNING id, name, email
   ), numbered AS (SELECT *, row_number() OVER (ORDER BY email) AS n FROM accounts),
   places AS (SELECT id, row_number() OVER (ORDER BY name) - 1 AS n, count(*) OVER () AS many FROM clinics)
   INSERT INTO doctors (user_id, clinic_id, full_name, specialization, biography, verified_at)
   SELECT a.id, p.id, a.name,
     (ARRAY['cardiology', 'dermatology', 'neurology', 'pediatrics', 'orthopedics', 'urology'])[1 + a.n % 6],
     'Looks after people.', $1::timestamptz - interval '6 years'
   FROM numbered a JOIN places p ON p.n = a.n % p.many`,
  `INSERT INTO visit_types (doctor_id, name, minutes, step_minutes, position)
   SELECT d.id, v.name, v.minutes, 30, v.position
   FROM doctors d, (VALUES ('Consultation', 30, 0), ('New patient', 60, 1)) v (name, minutes, position)
   WHERE $1::timestamptz IS NOT NULL AND $2::int > 0`,
  `INSERT INTO working_hours (doctor_id, weekday, from_minute, to_minute)
   SELECT d.id, weekday, from_minute, from_minute + 240
   FROM doctors d, generate_series(1, 5) weekday, (VALUES (540), (780)) w (from_minute)
   WHERE $1::timestamptz IS NOT NULL AND $2::int > 0`,
];

/** $1 now, $2 how many patients. */
export const addPatients = [
  `WITH accounts AS (
     INSERT INTO users (email, name, role, created_at)
     SELECT 'patient' || n || '@bench.test', 'Patient Number ' || n, 'patient', $1::timestamptz - interval '6 years'
     FROM generate_series(1, $2::int) n RETURNING id, name
   )
   INSERT INTO patients (user_id, full_name, date_of_birth)
   SELECT id, name, date '1940-01-01' + abs(hashtext(name) % 28000) FROM accounts`,
  `INSERT INTO patient_profiles (patient_id)
   SELECT id FROM patients WHERE $1::timestamptz IS NOT NULL AND $2::int > 0`,
];

const DOCTORS = `doctors_numbered AS MATERIALIZED (
    SELECT d.id, d.clinic_id, c.time_zone, v.id AS visit_type_id,
      row_number() OVER (ORDER BY d.full_name) - 1 AS n, count(*) OVER () AS many
    FROM doctors d JOIN clinics c ON c.id = d.clinic_id
      JOIN visit_types v ON v.doctor_id = d.id AND v.position = 0
  )`;

const INSERT = `INSERT INTO appointments
  (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, expires_at, agreed, created_at, updated_at)`;

/**
 * Whom a doctor sees at an instant: at one instant no two doctors see the same patient, because
 * then only the doctor's number differs, by less than the number of patients.
 */
const PATIENT = `(SELECT array_agg(id ORDER BY full_name) FROM patients)[1 + (
  s.doctor * greatest(1, s.patients / s.doctors) + extract(epoch FROM s.starts_at)::bigint / 1800 * 7919) % s.patients]`;

const half = (slot: string) => `((9 * 60 + (${slot}) * 30) * interval '1 minute')`;
const monday = "date_trunc('week', $1::timestamptz)";

export const addAppointments = {
  /** $1 now: six in ten of the times of the next 28 days, a tenth of them still requests. */
  coming: [
    `WITH ${DOCTORS}, slots AS (
       SELECT d.n AS doctor, d.many AS doctors, (SELECT count(*) FROM patients) AS patients, d.id, d.clinic_id, d.visit_type_id,
         (date_trunc('day', $1::timestamptz) + day * interval '1 day' + ${half("slot")})
           AT TIME ZONE 'UTC' AT TIME ZONE d.time_zone AS starts_at
       FROM doctors_numbered d, generate_series(1, 28) day, generate_series(0, 15) slot
       WHERE extract(isodow FROM date_trunc('day', $1::timestamptz) + day * interval '1 day') < 6
         AND ${chance("d.n || '-' || day || '-' || slot")} < 600
     )
     ${INSERT}
     SELECT ${PATIENT}, s.id, s.clinic_id, s.visit_type_id, s.starts_at, s.starts_at + interval '30 minutes',
       (CASE WHEN fresh THEN 'pending' ELSE 'confirmed' END)::appointment_status,
       CASE WHEN fresh THEN least(s.starts_at, $1::timestamptz + interval '1 day') END, true,
       $1::timestamptz - interval '1 minute', $1::timestamptz
     FROM slots s, LATERAL (SELECT ${chance("s.doctor || s.starts_at::text")} < 100 AS fresh) f`,
  ],
  /** $1 now, $2 how many: evenly over the doctors' times of the 260 weeks before this one. */
  past: [
    `WITH ${DOCTORS}, slots AS (
       SELECT d.n AS doctor, d.many AS doctors, (SELECT count(*) FROM patients) AS patients, d.id, d.clinic_id, d.visit_type_id,
         (${monday} - (1 + slot / 80) * interval '1 week' + (slot % 80) / 16 * interval '1 day' + ${half("slot % 16")})
           AT TIME ZONE 'UTC' AT TIME ZONE d.time_zone AS starts_at
       FROM doctors_numbered d, LATERAL generate_series(0, $2::int / d.many) number,
         LATERAL (SELECT number * (260 * 80) / (1 + $2::int / d.many) AS slot) t
       WHERE number * d.many + d.n < $2::int
     )
     ${INSERT}
     SELECT ${PATIENT}, s.id, s.clinic_id, s.visit_type_id, s.starts_at, s.starts_at + interval '30 minutes', status,
       NULL, true, s.starts_at - interval '9 days', s.starts_at + interval '40 minutes'
     FROM slots s, LATERAL (
       SELECT (CASE WHEN c < 850 THEN 'completed' WHEN c < 900 THEN 'no_show' WHEN c < 990 THEN 'canceled' ELSE 'expired' END)::appointment_status AS status
       FROM (SELECT ${chance("s.doctor || s.starts_at::text")} AS c) r) o`,
  ],
};
