import type { Pool, PoolClient } from "pg";
import { testDatabase } from "./database.ts";

/**
 * What is true of the appointments in a database whatever happened to them, each as a query for the
 * rows of which it is not.
 */
export const INVARIANTS = {
  // Held by appointments_doctor_free.
  "a doctor sees one patient at a time, but for overbooking": `
    SELECT a.id FROM appointments a JOIN appointments b ON a.id < b.id AND a.doctor_id = b.doctor_id
      AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(b.starts_at, b.ends_at, '[)')
    WHERE a.status IN ('pending', 'confirmed') AND b.status IN ('pending', 'confirmed')
      AND NOT a.overbooked AND NOT b.overbooked`,
  // Held by appointments_patient_free.
  "a patient is in one place at a time": `
    SELECT a.id FROM appointments a JOIN appointments b ON a.id < b.id AND a.patient_id = b.patient_id
      AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(b.starts_at, b.ends_at, '[)')
    WHERE a.status IN ('pending', 'confirmed') AND b.status IN ('pending', 'confirmed')`,
  // Held by slot_holds_apart.
  "no two holds overlap": `
    SELECT g.appointment_id FROM slot_holds g JOIN slot_holds h ON g.doctor_id = h.doctor_id
      AND (g.appointment_id, g.starts_at) < (h.appointment_id, h.starts_at)
      AND tstzrange(g.starts_at, g.ends_at, '[)') && tstzrange(h.starts_at, h.ends_at, '[)')`,
  // Held by appointments_respect_holds, appointments_moved_respect_holds and slot_holds_free.
  "nobody sits on a time that is held for somebody else, but for overbooking": `
    SELECT a.id FROM appointments a JOIN slot_holds h ON h.doctor_id = a.doctor_id AND h.appointment_id <> a.id
      AND tstzrange(a.starts_at, a.ends_at, '[)') && tstzrange(h.starts_at, h.ends_at, '[)')
    WHERE a.status IN ('pending', 'confirmed') AND NOT a.overbooked`,
  // Held by appointments_hold_proposals.
  "no hold outlives the proposal that it is for": `
    SELECT h.appointment_id FROM slot_holds h JOIN appointments a ON a.id = h.appointment_id
    WHERE a.status <> 'pending' OR h.starts_at <> ALL (a.proposed_starts)`,
  // Held by appointments_record_event, appointments_guard and FOR UPDATE with the version counted.
  "the history has each version once, and ends as the appointment is": `
    SELECT a.id FROM appointments a LEFT JOIN appointment_events e ON e.appointment_id = a.id
    GROUP BY a.id HAVING array_agg(e.version ORDER BY e.version) IS DISTINCT FROM array(SELECT generate_series(1, a.version))
      OR (array_agg(e.to_status ORDER BY e.version DESC))[1] <> a.status
      OR (array_agg(e.to_starts_at ORDER BY e.version DESC))[1] <> a.starts_at
      OR (array_agg(e.type ORDER BY e.version DESC))[1] <> a.event`,
  // Held by the lifecycle's table: what one version becomes is where the next one begins.
  "the history is one line": `
    SELECT e.appointment_id FROM appointment_events e JOIN appointment_events before
      ON before.appointment_id = e.appointment_id AND before.version = e.version - 1
    WHERE (e.from_status, e.from_starts_at) IS DISTINCT FROM (before.to_status, before.to_starts_at)`,
  // Held by appointments_audited.
  "the trail has every version": `
    SELECT a.id FROM appointments a
    WHERE a.version <> (SELECT count(*) FROM audit_events t WHERE t.action LIKE 'appointments.%' AND t.entity_id = a.id)`,
  // Held by the lock on audit_head.
  "the trail is one chain": "SELECT audit_verify() AS id WHERE audit_verify() IS NOT NULL",
  // Held by the one transaction of lib/appointments/once.ts.
  "every key has its answer": `
    SELECT key AS id FROM idempotency_keys WHERE version IS NULL OR appointment_id IS NULL`,
} as const;

/** The invariants that do not hold in this file's database, with how many rows break each. */
export async function brokenInvariants(
  database: Pool | PoolClient = testDatabase().superuser,
): Promise<Record<string, number>> {
  const broken: Record<string, number> = {};
  for (const [name, query] of Object.entries(INVARIANTS)) {
    const { rows } = await database.query(query);
    if (rows.length > 0) broken[name] = rows.length;
  }
  return broken;
}
