import type { UserActor } from "../access/actor.ts";
import { treats } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { violationOf } from "../db-errors.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";

/** The fields of a form, by name. */
export type Draft = Record<string, string>;

/** What is kept of it. */
export interface KeptDraft {
  fields: Draft;
  version?: number | undefined;
}

/** What the actor has kept about a subject; null if nothing. */
export async function findDraft(
  tx: Tx,
  actor: UserActor,
  subjectId: string,
): Promise<(KeptDraft & { savedAt: string }) | null> {
  if (!actor.doctorId || !isId(subjectId)) return null;
  const row = await tx.recordDraft.findUnique({
    where: { doctorId_subjectId: { doctorId: actor.doctorId, subjectId } },
  });
  if (!row) return null;
  const { content } = unsealed("record_drafts", row.id, { content: row.content });
  return { ...(JSON.parse(content) as KeptDraft), savedAt: row.updatedAt.toISOString() };
}

/**
 * Writes a draft about its subject; returns the zone of the doctor's clinic, or null where the subject is not
 * the doctor's, or not about that patient.
 */
export async function insertDraft(
  tx: Tx,
  doctorId: string,
  subject: { id: string; patientId: string },
  draft: { id: string; content: string; now: Date },
): Promise<string | null> {
  const [kept] = await tx.$queryRaw<{ timeZone: string }[]>`
    INSERT INTO record_drafts (id, doctor_id, appointment_id, record_id, patient_id, content, updated_at)
    SELECT ${draft.id}::uuid, ${doctorId}::uuid, s.appointment_id, s.record_id, s.patient_id, ${draft.content}, ${draft.now}
    FROM (
      SELECT a.patient_id, a.id AS appointment_id, NULL::uuid AS record_id
      FROM appointments a WHERE a.id = ${subject.id}::uuid AND a.doctor_id = ${doctorId}::uuid
      UNION ALL SELECT r.patient_id, NULL, r.id
      FROM medical_records r WHERE r.id = ${subject.id}::uuid AND r.doctor_id = ${doctorId}::uuid
      UNION ALL SELECT p.id, NULL, NULL FROM patients p WHERE p.id = ${subject.id}::uuid
    ) s
    WHERE s.patient_id = ${subject.patientId}::uuid
      AND (s.record_id IS NOT NULL OR ${treats(Prisma.sql`s.patient_id`)})
    ON CONFLICT (doctor_id, subject_id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at
    RETURNING (SELECT c.time_zone FROM doctors d JOIN clinics c ON c.id = d.clinic_id WHERE d.id = ${doctorId}::uuid) AS "timeZone"`;
  return kept?.timeZone ?? null;
}

/** The error for a record or draft about a visit that did not take place, or not yet; null for any other. */
export function noRecordOf(error: unknown): DomainError | null {
  const why = violationOf(error, "records_of_begun_visits");
  return why === null ? null : new DomainError("illegal_transition", { why });
}
