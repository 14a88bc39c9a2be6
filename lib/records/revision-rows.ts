import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { MAX_PAGE_BYTES, fittingPart } from "../page.ts";
import { bytes, bytesOf } from "./page-size.ts";
import type { RecordRow, SealedContent } from "./rows.ts";
import { contentOf, staffNames } from "./to-views.ts";
import type { RevisionView } from "./views.ts";

// Versions are read of records that a loader gave, and noted as read.

interface RevisionRow extends SealedContent {
  recordId: string;
  version: number;
  at: Date;
  authorId: string | null;
}

export type Revision = RevisionView & { recordId: string };

/** A part of the versions of a record, and the version behind it. */
export interface RevisionPart {
  items: Revision[];
  following: Revision | null;
}

/**
 * Reads versions of a record: the first ones `after` a version, or the last ones `before` one, the latest
 * first. No more than fit on a page.
 */
export async function loadRevisionPart(
  tx: Tx,
  { id }: Pick<RecordRow, "id">,
  from: { after: number } | { before: number },
  limit: number,
): Promise<RevisionPart> {
  const [condition, order] =
    "after" in from
      ? [Prisma.sql`v.version > ${from.after}`, Prisma.sql`v.version`]
      : [Prisma.sql`v.version < ${from.before}`, Prisma.sql`v.version DESC`];
  const where = Prisma.sql`v.record_id = ${id}::uuid AND ${condition}`;
  const rows = await selectRevisions(tx, where, order, limit + 1);
  const count = fittingPart(rows, limit, bytesOf);
  const views = await viewsOfRevisions(tx, rows.slice(0, count + 1));
  return { items: views.slice(0, count), following: views[count] ?? null };
}

/** All versions of records, by record; of a record whose versions do not fit, none. */
export async function loadRevisions(
  tx: Tx,
  records: readonly Pick<RecordRow, "id" | "version">[],
): Promise<Map<string, Revision[]>> {
  const ids = records.map(({ id }) => id);
  const where = Prisma.sql`v.record_id = ANY (${ids}::uuid[])`;
  const order = Prisma.sql`v.record_id, v.version`;
  const rows = await selectRevisions(tx, where, order, 1000);
  const found = Map.groupBy(rows, ({ recordId }) => recordId);
  const complete = records.flatMap(({ id, version }) => {
    const own = found.get(id) ?? [];
    return own.length === version ? own : [];
  });
  return Map.groupBy(await viewsOfRevisions(tx, complete), ({ recordId }) => recordId);
}

/** Two of the versions of a record. */
export async function loadTwoRevisions(
  tx: Tx,
  { id }: Pick<RecordRow, "id">,
  versions: readonly [number, number],
): Promise<Revision[]> {
  const where = Prisma.sql`v.record_id = ${id}::uuid AND v.version = ANY (${[...versions]}::int[])`;
  return viewsOfRevisions(tx, await selectRevisions(tx, where, Prisma.sql`v.version`, 2));
}

/** At most `limit`, and no more than fit on a page and one beyond. */
async function selectRevisions(
  tx: Tx,
  where: Prisma.Sql,
  order: Prisma.Sql,
  limit: number,
): Promise<RevisionRow[]> {
  return tx.$queryRaw<RevisionRow[]>`
    SELECT v.record_id AS "recordId", v.version, v.at, v.author_id AS "authorId", v.diagnosis, v.diagnosis_code,
      v.treatment, v.notes, v.prescriptions, v.lab_results, v.retraction_reason
    FROM (SELECT v.*, sum(${bytes(Prisma.sql`v`)}) OVER (ORDER BY ${order}
        ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS before
      FROM medical_record_revisions v WHERE ${where} ORDER BY ${order} LIMIT ${limit}) v
    WHERE v.before IS NULL OR v.before < ${MAX_PAGE_BYTES} ORDER BY ${order}`;
}

async function viewsOfRevisions(tx: Tx, rows: readonly RevisionRow[]): Promise<Revision[]> {
  const names = await staffNames(
    tx,
    rows.map(({ authorId }) => authorId),
  );
  return rows.map((row) => ({
    recordId: row.recordId,
    version: row.version,
    at: row.at.toISOString(),
    author: { name: (row.authorId && names.get(row.authorId)?.name) ?? "" },
    ...contentOf("medical_record_revisions", row.recordId, row),
    retractionReason: unsealed("medical_record_revisions", row.recordId, {
      retraction_reason: row.retraction_reason,
    }).retraction_reason,
  }));
}
