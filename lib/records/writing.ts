import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, type Care } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { loadAppointment } from "../appointments/rows.ts";
import { noRecordReason, type NoRecord } from "../appointments/rules.ts";
import { factsOf } from "../appointments/views.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { selectEntries } from "../history/rows.ts";
import { localDay } from "../time/zone.ts";
import { findDraft, type Draft } from "./draft-rows.ts";
import { findCareFor } from "./queries.ts";
import { loadRecord } from "./rows.ts";
import { viewOf } from "./to-views.ts";
import { fieldsOf, type RecordView } from "./views.ts";

/** What a doctor needs in sight to write a record. */
export interface WritingView {
  patient: { id: string; name: string };
  /** What it is about: the visit, the record that is changed, or the patient. */
  subjectId: string;
  visit: { id: string; startsAt: string; timeZone: string; visitType: string } | null;
  /** Why no record can be written about the visit; null if one can. */
  refusal: NoRecord | null;
  /** The fields as they were left, or as the record is. */
  fields: Draft;
  /** When a draft was kept; null if there is none. */
  draftSavedAt: string | null;
  /** The record was changed after the draft was begun. */
  overtaken: boolean;
  /** The names of what the patient does not tolerate. */
  allergies: string[];
  /** Of the doctor's clinic, and the day that it is there. */
  timeZone: string;
  today: string;
}

/**
 * For a new record about a patient whom the actor treats, apart from a visit or about one.
 *
 * @throws DomainError `not_found`, `forbidden` (an emergency lets read, not write).
 */
export async function getNewWriting(
  actor: Actor,
  patientId: string,
  subjectId: string,
  now: Date,
): Promise<WritingView> {
  authorizeUser(actor, "record.write");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { patient } = care;
    if (care.purpose !== "treatment") throw new DomainError("forbidden");
    const { visit, refusal } =
      subjectId === patientId
        ? { visit: null, refusal: null }
        : await loadVisit(tx, actor, { patientId, id: subjectId }, now);
    return writingView(tx, actor, { patient, subjectId, visit, refusal, fields: {} }, care, now);
  });
}

/**
 * For changing a record of the actor's own; null when it is retracted and cannot be changed any more.
 *
 * @throws DomainError `not_found`, `forbidden` (somebody else's).
 */
export async function getChangeWriting(
  actor: Actor,
  id: string,
  now: Date,
): Promise<(WritingView & { record: RecordView }) | null> {
  authorizeUser(actor, "record.write");
  return asActor(actor, async (tx) => {
    const row = await loadRecord(tx, actor, id);
    const record = await viewOf(tx, actor, row);
    if (record.author.id !== actor.doctorId) throw new DomainError("forbidden");
    if (record.retracted) return null;
    const { patient, appointment: visit, version } = record;
    const about = {
      patient,
      subjectId: id,
      visit,
      refusal: null,
      fields: fieldsOf(record),
      version,
    };
    const care = await findCareFor(tx, actor, row);
    return { ...(await writingView(tx, actor, about, care, now)), record };
  });
}

type About = Pick<WritingView, "patient" | "subjectId" | "visit" | "refusal" | "fields"> & {
  version?: number;
};

async function writingView(
  tx: Tx,
  actor: UserActor,
  { version, ...about }: About,
  care: Care | null,
  now: Date,
): Promise<WritingView> {
  const { patient, subjectId } = about;
  const draft = await findDraft(tx, actor, subjectId);
  // An author who no longer treats the patient sees no history.
  const history = care ? await selectEntries(tx, actor, care) : [];
  const doctor = await tx.doctor.findFirst({
    where: { userId: actor.userId },
    select: { clinic: { select: { timeZone: true } } },
  });
  const timeZone = doctor?.clinic.timeZone ?? "UTC";
  return {
    ...about,
    patient: { id: patient.id, name: patient.name },
    fields: draft?.fields ?? about.fields,
    draftSavedAt: draft?.savedAt ?? null,
    overtaken: (draft?.version ?? version) !== version,
    allergies: history.flatMap(({ kind, name }) => (kind === "allergy" ? [name] : [])),
    timeZone,
    today: localDay(timeZone, now.getTime()),
  };
}

async function loadVisit(
  tx: Tx,
  actor: UserActor,
  { patientId, id }: { patientId: string; id: string },
  now: Date,
): Promise<Pick<WritingView, "visit" | "refusal">> {
  const row = await loadAppointment(tx, actor, id);
  if (row.patientId !== patientId) throw new DomainError("not_found");
  const { startsAt, timeZone, visitTypeName: visitType } = row;
  return {
    visit: { id, startsAt: startsAt.toISOString(), timeZone, visitType },
    refusal: noRecordReason(factsOf(row), now.getTime()),
  };
}
