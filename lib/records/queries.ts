import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead, whyOf, type Care } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { decodeCount, type Page } from "../page.ts";
import type { PageRequest } from "../schema.ts";
import { loadRevisionPart, loadTwoRevisions } from "./revision-rows.ts";
import { loadRecord, pageRecords, type RecordRow } from "./rows.ts";
import type { RecordList } from "./schema.ts";
import { viewOf, viewsOf } from "./to-views.ts";
import type { RecordReading, RecordView, RevisionView } from "./views.ts";

/**
 * A patient's records, the latest first, a page at a time.
 *
 * @throws DomainError `not_found` for a patient out of the actor's care, `invalid` for a cursor.
 */
export async function listRecords(
  actor: Actor,
  patientId: string,
  list: RecordList,
): Promise<Page<RecordView>> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { items, nextCursor } = await pageRecords(tx, actor, patientId, list);
    // An empty page tells something as well.
    noteRead(tx, care, "record.read", { table: "medical_records" });
    return { items: await viewsOf(tx, actor, items), nextCursor };
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
    const row = await loadRecord(tx, actor, id);
    return { record: await viewOf(tx, actor, row), purpose: whyOf(actor, row).purpose };
  });
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
    const row = await loadRecord(tx, actor, id);
    const { items, following } = await loadRevisionPart(tx, row, { after }, limit);
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
    const row = await loadRecord(tx, actor, id);
    const record = await viewOf(tx, actor, row);
    const { before = row.version + 1, from = 1, to = row.version } = asked;
    const { items, following } = await loadRevisionPart(tx, row, { before }, VERSIONS_PER_PAGE);
    const compares = asked.from !== undefined || asked.to !== undefined;
    const two = compares ? await loadTwoRevisions(tx, row, [from, to]) : [];
    const [one, other] = [from, to].map((asked) => two.find(({ version }) => version === asked));
    return {
      record,
      revisions: items,
      before: following,
      compared: one && other ? { from: one, to: other } : null,
    };
  });
}

/** Returns the care of a record's patient; null for its author once they do not treat the patient any more. */
export async function findCareFor(tx: Tx, actor: UserActor, row: RecordRow): Promise<Care | null> {
  return whyOf(actor, row).purpose === "authorship" ? null : loadCare(tx, actor, row.patientId);
}
