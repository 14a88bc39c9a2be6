import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead, type Care } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import type { ReadAction } from "../audit/rules.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment, decodeCount, fittingPart, pageOf, type Page } from "../page.ts";
import type { PageRequest } from "../schema.ts";
import { bytesOf, firstRecords } from "./page-size.ts";
import { loadRevisionPart, loadTwoRevisions } from "./revision-pages.ts";
import { loadRecord, selectRecords, viewsOf, type RecordRow } from "./rows.ts";
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
    const page = await pageRecords(tx, actor, conditions, limit);
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

/** A page of the records that meet all conditions, the latest first; shorter where records are large. */
export async function pageRecords(
  tx: Tx,
  actor: UserActor,
  conditions: readonly Prisma.Sql[],
  limit: number,
): Promise<Page<RecordRow>> {
  const first = firstRecords(actor, conditions, limit);
  const rows = await selectRecords(tx, actor, [first], limit + 1);
  return pageOf(rows, fittingPart(rows, limit, bytesOf), placeOfRecord);
}

/**
 * The versions of a record, the first one first, a page at a time.
 *
 * @throws DomainError `not_found`, `invalid` for a cursor.
 */
export async function listRevisions(
  actor: Actor,
  id: string,
  { cursor, limit }: PageRequest,
): Promise<Page<RevisionView>> {
  authorizeUser(actor, "record.read");
  const after = decodeCount(cursor);
  return asActor(actor, async (tx) => {
    await readRecord(tx, actor, id);
    const { items, following } = await loadRevisionPart(tx, id, { after }, limit);
    const nextCursor = following ? String(following.version - 1) : null;
    return { items: items.map(({ recordId, ...revision }) => revision), nextCursor };
  });
}

/** How many versions one page shows beside each other. */
const VERSIONS_PER_PAGE = 10;

/** What is shown of the versions of a record. */
export interface VersionsReading {
  record: RecordView;
  /** A part of them, the latest first, and the version before them. */
  revisions: RevisionView[];
  before: RevisionView | null;
  /** The two that are compared; null where one is missing. */
  compared: { from: RevisionView; to: RevisionView } | null;
}

/**
 * The last versions of a record before one of them, or the last of all, and any two to compare.
 *
 * @throws DomainError `not_found`
 */
export async function getVersions(
  actor: Actor,
  id: string,
  asked: { before?: number | undefined; from?: number | undefined; to?: number | undefined },
): Promise<VersionsReading> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const { record } = await readRecord(tx, actor, id);
    const { before = record.version + 1, from = 1, to = record.version } = asked;
    const { items, following } = await loadRevisionPart(tx, id, { before }, VERSIONS_PER_PAGE);
    const compares = asked.from !== undefined || asked.to !== undefined;
    const two = compares ? await loadTwoRevisions(tx, id, [from, to]) : [];
    const [one, other] = [from, to].map((asked) => two.find(({ version }) => version === asked));
    return {
      record,
      revisions: items,
      before: following,
      compared: one && other ? { from: one, to: other } : null,
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
