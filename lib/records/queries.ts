import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead, type Care } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import type { ReadAction } from "../audit/rules.ts";
import { asActor, type Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment, pageOf, type Page } from "../page.ts";
import {
  contentOf,
  loadRecord,
  selectRecords,
  staffNames,
  viewsOf,
  type RecordRow,
} from "./rows.ts";
import type { RecordList } from "./schema.ts";
import type { RecordReading, RecordView, RevisionView } from "./views.ts";

/**
 * A patient's records, the latest first, a page at a time.
 *
 * @throws DomainError `not_found` for a patient out of the actor's care, `invalid` for a cursor.
 */
export async function listRecords(
  actor: Actor,
  patientId: string,
  { cursor, limit }: RecordList,
): Promise<Page<RecordView>> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const conditions = [Prisma.sql`r.patient_id = ${patientId}::uuid`, ...afterRecord(cursor)];
    const rows = await selectRecords(tx, actor, conditions, limit + 1);
    const page = pageOf(rows, limit, placeOfRecord);
    const records = page.items.map(({ id }) => id);
    await noteRead(tx, care, "record.read", { table: "medical_records" }, { records });
    return { items: await viewsOf(tx, actor, page.items), nextCursor: page.nextCursor };
  });
}

/**
 * One record, with why the actor may read it.
 *
 * @throws DomainError `not_found`
 */
export async function getRecord(actor: Actor, id: string): Promise<RecordReading> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const { record, care } = await readRecord(tx, actor, id);
    return { record, purpose: care.purpose };
  });
}

/** The same inside a transaction that reads more, or something that hangs on the record. */
export async function readRecord(
  tx: Tx,
  actor: UserActor,
  id: string,
  action: ReadAction = "record.read",
): Promise<{ record: RecordView; care: Care }> {
  const row = await loadRecord(tx, actor, id);
  const [record] = await viewsOf(tx, actor, [row]);
  if (!record) throw new DomainError("not_found");
  const care = await careFor(tx, actor, row);
  await noteRead(tx, care, action, { table: "medical_records", id });
  return { record, care };
}

/**
 * Every version of a record, the first one first.
 *
 * @throws DomainError `not_found`
 */
export async function listRevisions(
  actor: Actor,
  id: string,
): Promise<{ record: RecordView; revisions: RevisionView[] }> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const { record } = await readRecord(tx, actor, id);
    const revisions = await loadRevisions(tx, [id]);
    return { record, revisions: revisions.map(({ recordId, ...revision }) => revision) };
  });
}

/** The revisions of records that the actor may read, by record and version. */
export async function loadRevisions(
  tx: Tx,
  ids: readonly string[],
): Promise<(RevisionView & { recordId: string })[]> {
  const rows = await tx.medicalRecordRevision.findMany({
    where: { recordId: { in: [...ids] } },
    orderBy: [{ recordId: "asc" }, { version: "asc" }],
  });
  const names = await staffNames(
    tx,
    rows.map(({ authorId }) => authorId),
  );
  return rows.map((row) => {
    const sealedRow = {
      ...row,
      diagnosis_code: row.diagnosisCode,
      lab_results: row.labResults,
      retraction_reason: row.retractionReason,
    };
    return {
      recordId: row.recordId,
      version: row.version,
      at: row.at.toISOString(),
      author: { name: (row.authorId && names.get(row.authorId)?.name) ?? "" },
      ...contentOf("medical_record_revisions", row.recordId, sealedRow),
      retractionReason: unsealed("medical_record_revisions", row.recordId, {
        retraction_reason: row.retractionReason,
      }).retraction_reason,
    };
  });
}

/** An author who does not treat the patient any more still reads what they wrote. */
async function careFor(tx: Tx, actor: UserActor, row: RecordRow): Promise<Care> {
  try {
    return await loadCare(tx, actor, row.patientId);
  } catch (error) {
    if (!(error instanceof DomainError) || row.doctorId !== actor.doctorId) throw error;
    const patient = { id: row.patientId, name: row.patientName, dateOfBirth: null };
    return {
      patient: { ...patient, gender: "unknown" },
      purpose: "authorship",
      emergency: null,
    };
  }
}

/** Returns the SQL condition for the records after a cursor. @throws DomainError `invalid` */
export function afterRecord(cursor: string | undefined): Prisma.Sql[] {
  if (!cursor) return [];
  const { at, id } = decodeMoment(cursor);
  return [Prisma.sql`(r.created_at, r.id) < (${at}, ${id}::uuid)`];
}

export const placeOfRecord = ({ createdAt, id }: Pick<RecordRow, "createdAt" | "id">) => ({
  sort: createdAt.toISOString(),
  id,
});
