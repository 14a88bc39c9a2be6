import { v5 as nameBased } from "uuid";
import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { noteAsked } from "../access/notes.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { insertDraft, noRecordOf, type Draft, type KeptDraft } from "./draft-rows.ts";

/** What a draft is about: an appointment, a record that is being changed, or a patient. */
export interface Subject {
  id: string;
  /** As the form says; the draft belongs to the patient of its subject, or is refused. */
  patientId: string;
  /** Of the record that is being changed: what its author saw. */
  version?: number | undefined;
}

/** More than any record holds. */
const MOST_CHARACTERS = 200_000;

/**
 * Keeps what a doctor has typed so far, on the server and encrypted, so that it outlives the browser. Of
 * more than 100 drafts of a doctor the oldest goes. Returns the zone of the doctor's clinic.
 *
 * @throws DomainError `not_found` for a patient that the actor does not treat, another patient than the
 * subject's, or a closed account; `invalid` when it is longer than any record; `illegal_transition` (with why)
 * about a visit that did not take place, or not yet.
 */
export async function saveDraft(
  actor: Actor,
  { id: subjectId, patientId, version }: Subject,
  fields: Draft,
  now: Date,
): Promise<{ timeZone: string }> {
  authorizeUser(actor, "record.write");
  const { doctorId } = actor;
  if (!doctorId || !isId(subjectId) || !isId(patientId)) throw new DomainError("not_found");
  const text = JSON.stringify({ fields, version } satisfies KeptDraft);
  if (text.length > MOST_CHARACTERS) throw new DomainError("invalid");
  const id = draftId(doctorId, subjectId);
  return asActor(actor, async (tx) => {
    noteAsked(tx, patientId);
    const { content } = sealed("record_drafts", id, { content: text });
    const timeZone = await insertDraft(
      tx,
      doctorId,
      { id: subjectId, patientId },
      { id, content, now },
    );
    if (timeZone === null) throw new DomainError("not_found");
    return { timeZone };
  }).catch((error: unknown) => {
    if (violates(error, "accounts_stay_closed")) throw new DomainError("not_found");
    throw noRecordOf(error) ?? error;
  });
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
