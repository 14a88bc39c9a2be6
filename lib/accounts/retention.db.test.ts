import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import type { ProvenActor, UserActor } from "../access/actor.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { someCiphertext } from "../testing/encrypted.ts";
import { makeAdmin, makeDoctor, makePatient, proven, type TestDoctor } from "../testing/people.ts";
import { rawAs } from "../testing/raw.ts";
import { closeAccount } from "./commands.ts";
import { changeRetention, listRetention, purgeExpired } from "./retention.ts";

const { superuser } = testDatabase();
const now = new Date("2025-01-06T12:00:00Z");
let admin: ProvenActor;
let doctor: TestDoctor;

beforeAll(async () => {
  admin = await makeAdmin();
});
beforeEach(async () => {
  doctor = await makeDoctor();
});
afterAll(disconnect);

/** A patient whose account is closed, with a declined and an overbooked visit and a record in a year. */
async function closedPatient(year: number): Promise<UserActor> {
  const { actor } = await makePatient();
  await superuser.query(
    `INSERT INTO appointments (patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at,
       status, event, expires_at, overbooked, overbook_reason, reason)
     SELECT $1, $2, $3, $4, start, start + interval '30 minutes', status::appointment_status, event,
       CASE status WHEN 'pending' THEN start END, status = 'confirmed', CASE status WHEN 'confirmed' THEN $6 END, $6
     FROM (VALUES (make_timestamptz($5, 5, 1, 12, 0, 0, 'UTC'), 'pending', 'requested'),
       (make_timestamptz($5, 5, 2, 12, 0, 0, 'UTC'), 'confirmed', 'booked')) visit (start, status, event)`,
    [actor.patientId, doctor.doctorId, doctor.clinicId, doctor.visitTypeId, year, someCiphertext],
  );
  await rawAs(
    admin,
    `UPDATE appointments SET status = 'declined', event = 'declined', status_reason = '${someCiphertext}', expires_at = NULL, version = 2
     WHERE patient_id = '${actor.patientId ?? ""}' AND status = 'pending'`,
  );
  await superuser.query(
    `INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment, created_at)
     VALUES ($1, $2, $3, $3, make_timestamptz($4, 5, 3, 12, 0, 0, 'UTC'))`,
    [actor.patientId, doctor.doctorId, someCiphertext, year],
  );
  const proven = { ...admin, provenAt: now };
  await closeAccount(proven, actor.userId, { name: "Pat Test" }, { now, reason: "Gone" });
  return actor;
}

const retainUntil = async ({ patientId }: UserActor) =>
  (
    await superuser.query<{ until: string | null }>(
      "SELECT retain_until::text AS until FROM patients WHERE id = $1",
      [patientId],
    )
  ).rows[0]?.until;

async function leftOf({ patientId }: UserActor) {
  const { rows } = await superuser.query<{ records: number; words: number; visits: number }>(
    `SELECT (SELECT count(*)::int FROM medical_records WHERE patient_id = $1) AS records,
       (SELECT count(*)::int FROM appointments WHERE patient_id = $1) AS visits,
       (SELECT count(*)::int FROM appointments a JOIN appointment_events e ON e.appointment_id = a.id
        WHERE patient_id = $1 AND a::text || e::text LIKE '%enc:test:%') AS words`,
    [patientId],
  );
  return rows[0];
}
async function purgesOf({ patientId }: UserActor) {
  const { rows } = await superuser.query<{ detail: unknown }>(
    "SELECT detail, actor_id FROM audit_events WHERE action = 'retention.purge' AND patient_id = $1",
    [patientId],
  );
  return rows;
}

it("deletes exactly what is due, and notes how much", async () => {
  const [due, later] = [await closedPatient(2010), await closedPatient(2014)];
  expect(await retainUntil(due)).toBe("2020-05-03");
  expect(await purgeExpired(new Date("2020-05-03T23:00:00Z"))).toBe(0);
  expect(await purgeExpired(new Date("2020-05-04T00:00:00Z"))).toBe(1);
  expect(await leftOf(due)).toEqual({ records: 0, words: 0, visits: 2 });
  expect(await leftOf(later)).toMatchObject({ records: 1, visits: 2 });
  expect((await leftOf(later))?.words).toBeGreaterThan(0);
  expect(await purgesOf(due)).toMatchObject([
    { actor_id: null, detail: { medical_records: 1, appointments: 2, appointment_events: 2 } },
  ]);
  expect(await retainUntil(due)).toBeNull();
  expect(await purgeExpired(new Date("2020-05-05T00:00:00Z"))).toBe(0);
  const { rows } = await superuser.query("SELECT audit_verify() AS broken");
  expect(rows).toEqual([{ broken: null }]);
});

// Held by FOR UPDATE SKIP LOCKED in purge_expired: without it the second deletes what the first has.
it("purges once however many clocks strike at once", async () => {
  const due = await Promise.all([2001, 2002, 2003, 2004].map((year) => closedPatient(year)));
  const strikes = await Promise.all(
    Array.from({ length: 6 }, () => purgeExpired(new Date("2015-01-01T00:00:00Z"))),
  );
  expect(strikes.reduce((sum, purged) => sum + purged, 0)).toBe(due.length);
  for (const patient of due) expect(await purgesOf(patient)).toHaveLength(1);
});

it("never runs ahead of the database's own day, and leaves open accounts alone", async () => {
  const [kept, open] = [await closedPatient(2024), (await makePatient()).actor];
  await superuser.query(
    "INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment, created_at) VALUES ($1, $2, $3, $3, '1990-01-01')",
    [open.patientId, doctor.doctorId, someCiphertext],
  );
  await purgeExpired(new Date("2199-01-01T00:00:00Z"));
  expect(await leftOf(kept)).toMatchObject({ records: 1 });
  expect(await leftOf(open)).toMatchObject({ records: 1 });
});

it("counts the longest period from the last record, also of one written after the closing", async () => {
  const strict = await makeDoctor();
  await superuser.query("UPDATE clinics SET retention_years = 30 WHERE id = $1", [strict.clinicId]);
  const patient = await closedPatient(2011);
  expect(await retainUntil(patient)).toBe("2021-05-03");
  await superuser.query(
    "INSERT INTO medical_records (patient_id, doctor_id, diagnosis, treatment, created_at) VALUES ($1, $2, $3, $3, '2012-07-01')",
    [patient.patientId, strict.doctorId, someCiphertext],
  );
  expect(await retainUntil(patient)).toBe("2042-06-30");
});

it("lets nobody write into what was erased, or say that it was", async () => {
  const [erased, kept] = [await closedPatient(2009), await closedPatient(2024)];
  await purgeExpired(new Date("2020-01-01T00:00:00Z"));
  // A step that the lifecycle allows, so that nothing else refuses it.
  const complete = (change: string, { patientId }: UserActor) =>
    rawAs(
      admin,
      `UPDATE appointments SET version = version + 1, status = 'completed', event = 'completed', ${change}
       WHERE patient_id = '${patientId ?? ""}' AND status = 'confirmed'`,
    );
  await expect(complete(`reason = '${someCiphertext}'`, erased)).rejects.toThrow(
    "accounts_stay_closed",
  );
  await expect(complete("erased_at = now()", kept)).rejects.toThrow("accounts_stay_closed");
  expect((await complete(`reason = '${someCiphertext}'`, kept)).rowCount).toBe(1);
});

it("is set by admins, clinic by clinic", async () => {
  const { clinicId } = doctor;
  const years = async () =>
    (await listRetention(admin)).find(({ clinic }) => clinic.id === clinicId)?.years;
  expect(await years()).toBe(10);
  await changeRetention(admin, clinicId, { years: 30 }, now);
  expect(await years()).toBe(30);
  for (const actor of [doctor.actor, (await makePatient()).actor]) {
    await expect(
      changeRetention(proven(actor, now), clinicId, { years: 1 }, now),
    ).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(listRetention(actor)).rejects.toMatchObject({ code: "forbidden" });
  }
  await expect(changeRetention(admin, doctor.doctorId, { years: 1 }, now)).rejects.toMatchObject({
    code: "not_found",
  });
  expect(await years()).toBe(30);
});

it("is set apart from the days to record an outcome", async () => {
  const { clinicId } = doctor;
  const periods = async () =>
    (await listRetention(admin)).find(({ clinic }) => clinic.id === clinicId);
  await changeRetention(admin, clinicId, { outcomeDays: 30 }, now);
  expect(await periods()).toMatchObject({ years: 10, outcomeDays: 30 });
  await changeRetention(admin, clinicId, { years: 20 }, now);
  expect(await periods()).toMatchObject({ years: 20, outcomeDays: 30 });
});
