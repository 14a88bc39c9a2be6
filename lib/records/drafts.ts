import { v5 as nameBased } from "uuid";
import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { treats } from "../access/scope.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { sealed, unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";

/** What a draft is about: an appointment, a record that is being changed, or a patient. */
export interface Subject {
  id: string;
  /** As the form says; the draft belongs to the patient of its subject, or is refused. */
  patientId: string;
  /** Of the record that is being changed: what its author saw. */
  version?: number | undefined;
}

/** The fields of a form, by name. */
export type Draft = Record<string, string>;

/** What is kept of it. */
interface Kept {
  fields: Draft;
  version?: number | undefined;
}

/** More than any record holds. */
const MOST_CHARACTERS = 200_000;

/**
 * Keeps what a doctor has typed so far, on the server and encrypted, so that it outlives the browser. Of
 * more than 100 drafts of a doctor the oldest goes.
 *
 * @throws DomainError `not_found` for a patient that the actor does not treat, another patient than the
 * subject's, or a closed account; `invalid` when it is longer than any record.
 */
export async function saveDraft(
  actor: Actor,
  { id: subjectId, patientId, version }: Subject,
  fields: Draft,
  now: Date,
): Promise<void> {
  authorizeUser(actor, "record.write");
  const { doctorId } = actor;
  if (!doctorId || !isId(subjectId) || !isId(patientId)) throw new DomainError("not_found");
  const text = JSON.stringify({ fields, version } satisfies Kept);
  if (text.length > MOST_CHARACTERS) throw new DomainError("invalid");
  const id = draftId(doctorId, subjectId);
  await asActor(actor, async (tx) => {
    const { content } = sealed("record_drafts", id, { content: text });
    const saved = await insert(tx, doctorId, { id: subjectId, patientId }, { id, content, now });
    if (saved === 0) throw new DomainError("not_found");
  }).catch((error: unknown) => {
    throw violates(error, "accounts_stay_closed") ? new DomainError("not_found") : error;
  });
}

/** Returns 0 where the subject is not the doctor's, or not about that patient. */
async function insert(
  tx: Tx,
  doctorId: string,
  subject: Subject,
  draft: { id: string; content: string; now: Date },
): Promise<number> {
  return tx.$executeRaw`
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
    ON CONFLICT (doctor_id, subject_id) DO UPDATE SET content = excluded.content, updated_at = excluded.updated_at`;
}

/** What the actor has kept about a subject; null if nothing. */
export async function loadDraftWithin(
  tx: Tx,
  actor: UserActor,
  subjectId: string,
): Promise<(Kept & { savedAt: string }) | null> {
  if (!actor.doctorId || !isId(subjectId)) return null;
  const row = await tx.recordDraft.findUnique({
    where: { doctorId_subjectId: { doctorId: actor.doctorId, subjectId } },
  });
  if (!row) return null;
  const { content } = unsealed("record_drafts", row.id, { content: row.content });
  return { ...(JSON.parse(content) as Kept), savedAt: row.updatedAt.toISOString() };
}

/** Throws a draft away. */
export async function dropDraft(actor: Actor, subjectId: string): Promise<void> {
  authorizeUser(actor, "record.write");
  await asActor(actor, (tx) => dropDraftWithin(tx, actor, subjectId));
}

export async function dropDraftWithin(tx: Tx, actor: UserActor, subjectId: string): Promise<void> {
  if (!actor.doctorId || !isId(subjectId)) return;
  await tx.recordDraft.deleteMany({ where: { doctorId: actor.doctorId, subjectId } });
}

/** One draft for each doctor and subject: its id, which its text is bound to, follows from both. */
const draftId = (doctorId: string, subjectId: string) => nameBased(subjectId, doctorId);
