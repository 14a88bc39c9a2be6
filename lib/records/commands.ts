import { v7 as uuid } from "uuid";
import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { given } from "../given.ts";
import { DAY } from "../time/interval.ts";
import { parseInstant } from "../time/instant.ts";
import { latestDay } from "../time/zone.ts";
import { noRecordOf } from "./draft-rows.ts";
import { dropDraftWithin } from "./drafts.ts";
import { countRecords, loadRecord, lockRecord, type RecordRow } from "./rows.ts";
import { MAX_RECORD_LENGTH, MAX_RECORDS_A_DAY, MAX_VERSIONS } from "./rules.ts";
import type { AmendInput, RecordInput } from "./schema.ts";
import { viewOf } from "./to-views.ts";
import {
  storedLabResult,
  storedPrescription,
  type RecordContent,
  type RecordView,
} from "./views.ts";

/** What comes with every change of a record. */
interface Change {
  now: Date;
  /** The version that the actor saw; with another one in the database the change is refused. */
  expectedVersion?: number | undefined;
}

/**
 * Writes a record about a patient whom the actor treats; about one of their visits, or apart from one.
 * What was kept as a draft of it goes. With an `id` of the caller's the same record may be sent again,
 * and is written once.
 *
 * @throws DomainError `not_found`, `forbidden` (an emergency lets read, not write), `invalid` about
 * `appointmentId` for a visit that is not theirs, and about `diagnosis`: `record_too_long`,
 * `too_many_records`; `illegal_transition` (with why) about a visit that did not take place, or not yet.
 */
export async function writeRecord(
  actor: Actor,
  patientId: string,
  { appointmentId, ...content }: RecordInput,
  { now, id = uuid() }: { now: Date; id?: string | undefined },
): Promise<RecordView> {
  authorizeUser(actor, "record.write");
  refuseFuture(content.labResults, now);
  refuseTooLong(content);
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    if (care.purpose !== "treatment" || !actor.doctorId) throw new DomainError("forbidden");
    await refuseTooMany(tx, { patientId, doctorId: actor.doctorId, id: { not: id } }, now);
    const data = {
      ...{ id, patientId, doctorId: actor.doctorId, appointmentId: appointmentId ?? null },
      ...{ ...columnsOf(id, content), createdAt: now, updatedAt: now },
    };
    try {
      await tx.medicalRecord.createMany({ data, skipDuplicates: true });
    } catch (error) {
      if (violates(error, "belongs to a visit of its patient")) throw noSuchVisit();
      throw noRecordOf(error) ?? error;
    }
    await dropDraftWithin(tx, actor, appointmentId ?? patientId);
    return one(tx, actor, id);
  });
}

/** Nothing is measured before it is taken. */
function refuseFuture(results: readonly { takenAt: string }[] | undefined, now: Date): void {
  const latest = latestDay(now.getTime());
  const isFuture = (takenAt: string) =>
    takenAt.length === latest.length ? takenAt > latest : parseInstant(takenAt) > now.getTime();
  const issues = (results ?? []).flatMap(({ takenAt }, index) =>
    isFuture(takenAt) ? [{ path: `labResults.${index}.takenAt`, message: "future" }] : [],
  );
  if (issues.length > 0) throw new DomainError("invalid", { issues });
}

function refuseTooLong(content: Content): void {
  if (JSON.stringify(content).length > MAX_RECORD_LENGTH) throw refused("record_too_long");
}

async function refuseTooMany(
  tx: Tx,
  others: { patientId: string; doctorId: string; id: { not: string } },
  now: Date,
): Promise<void> {
  const createdAt = { gt: new Date(now.getTime() - DAY) };
  if ((await countRecords(tx, { ...others, createdAt })) >= MAX_RECORDS_A_DAY)
    throw refused("too_many_records");
}

/** About the field that every record has. */
const refused = (message: string) =>
  new DomainError("invalid", { issues: [{ path: "diagnosis", message }] });

const noSuchVisit = () =>
  new DomainError("invalid", { issues: [{ path: "appointmentId", message: "not_found" }] });

/**
 * Writes the next version of a record; the version before is kept. What `change` does not name stays.
 *
 * @throws DomainError `not_found`, `forbidden` (not the author), `illegal_transition` (retracted),
 * `stale_version`, `invalid` about `diagnosis`: `record_too_long`, `too_many_versions`.
 */
export async function amendRecord(
  actor: Actor,
  id: string,
  change: AmendInput,
  { now, expectedVersion }: Change,
): Promise<RecordView> {
  authorizeUser(actor, "record.write");
  refuseFuture(change.labResults, now);
  return asActor(actor, async (tx) => {
    const row = await lockRecord(tx, actor, id);
    if (row.doctorId !== actor.doctorId) throw new DomainError("forbidden");
    refuseChanged(row, expectedVersion);
    const named = given(change);
    if (Object.keys(named).length === 0) return one(tx, actor, id);
    const content = { ...contentIn(await viewOf(tx, actor, row)), ...named };
    refuseTooLong(content);
    if (row.version >= MAX_VERSIONS) throw refused("too_many_versions");
    await next(tx, row, { ...columnsOf(id, content), updatedAt: now });
    await dropDraftWithin(tx, actor, id);
    return one(tx, actor, id);
  });
}

/**
 * Says that a record was entered in error. It stays, visible as such, and cannot be changed any more.
 *
 * @throws DomainError `not_found`, `forbidden`, `illegal_transition` (retracted already), `stale_version`.
 */
export async function retractRecord(
  actor: Actor,
  id: string,
  reason: string,
  { now, expectedVersion }: Change,
): Promise<RecordView> {
  authorizeUser(actor, "record.retract");
  return asActor(actor, async (tx) => {
    const row = await lockRecord(tx, actor, id);
    if (actor.role === "doctor" && row.doctorId !== actor.doctorId) {
      throw new DomainError("forbidden");
    }
    refuseChanged(row, expectedVersion);
    const { retraction_reason } = sealed("medical_records", id, { retraction_reason: reason });
    await next(tx, row, { retractedAt: now, retractionReason: retraction_reason, updatedAt: now });
    if (actor.role === "doctor") await dropDraftWithin(tx, actor, id);
    return one(tx, actor, id);
  });
}

/** Whether it is still as the actor saw it, and counts. */
function refuseChanged(row: RecordRow, expectedVersion: number | undefined): void {
  if (row.retractedAt) throw new DomainError("illegal_transition");
  if (expectedVersion !== undefined && expectedVersion !== row.version) {
    throw new DomainError("stale_version");
  }
}

async function next(
  tx: Tx,
  row: RecordRow,
  data: Parameters<Tx["medicalRecord"]["updateMany"]>[0]["data"],
): Promise<void> {
  const { count } = await tx.medicalRecord.updateMany({
    where: { id: row.id, version: row.version },
    data: { ...data, version: row.version + 1 },
  });
  if (count !== 1) throw new DomainError("stale_version");
}

const one = async (tx: Tx, actor: UserActor, id: string): Promise<RecordView> =>
  viewOf(tx, actor, await loadRecord(tx, actor, id));

type Content = Omit<RecordInput, "appointmentId"> | RecordContent;

const contentIn = (record: RecordView): RecordContent => ({
  diagnosis: record.diagnosis,
  diagnosisCode: record.diagnosisCode,
  treatment: record.treatment,
  notes: record.notes,
  prescriptions: record.prescriptions,
  labResults: record.labResults,
});

/** The content as its columns take it: encrypted for the row, lists as JSON. */
function columnsOf(id: string, content: Content) {
  const prescriptions = content.prescriptions.map(storedPrescription);
  const labResults = content.labResults.map(storedLabResult);
  const words = sealed("medical_records", id, {
    diagnosis: content.diagnosis,
    diagnosis_code: content.diagnosisCode ?? null,
    treatment: content.treatment,
    notes: content.notes ?? null,
    prescriptions: prescriptions.length > 0 ? JSON.stringify(prescriptions) : null,
    lab_results: labResults.length > 0 ? JSON.stringify(labResults) : null,
  });
  return {
    diagnosis: words.diagnosis,
    diagnosisCode: words.diagnosis_code,
    treatment: words.treatment,
    notes: words.notes,
    prescriptions: words.prescriptions,
    labResults: words.lab_results,
  };
}
