import type { UserActor } from "../access/actor.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { MAX_PAGE_BYTES } from "../page.ts";
import { recordScope, type RecordRow } from "./rows.ts";

// A record and each of its versions may be large, so a page of them ends after MAX_PAGE_BYTES as well as
// after a number of rows.

/** How much ciphertext a row of records or revisions has. Asks for the size alone, not for the text. */
export const bytes = (row: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(octet_length(${row}.diagnosis) + octet_length(${row}.treatment) + coalesce(octet_length(${row}.notes), 0)
    + coalesce(octet_length(${row}.prescriptions), 0) + coalesce(octet_length(${row}.lab_results), 0))`;

/**
 * Returns the condition over `r` for the first records that meet all conditions, the latest first: at
 * most `limit` and no more than fit on a page, and one more that says that there are others.
 */
export function firstRecords(
  actor: UserActor,
  conditions: readonly Prisma.Sql[],
  limit: number,
): Prisma.Sql {
  const where = Prisma.join([recordScope(actor), ...conditions], " AND ");
  return Prisma.sql`r.id IN (SELECT id FROM (
    SELECT r.id, sum(${bytes(Prisma.sql`r`)}) OVER (ORDER BY r.created_at DESC, r.id DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS before
    FROM medical_records r WHERE ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit + 1}) sized
    WHERE before IS NULL OR before < ${MAX_PAGE_BYTES})`;
}

type Sized = Pick<RecordRow, "diagnosis" | "treatment" | "notes" | "prescriptions" | "lab_results">;

/** The same as `bytes`, of a row that was read. */
export const bytesOf = (row: Sized): number =>
  [row.diagnosis, row.treatment, row.notes, row.prescriptions, row.lab_results]
    .map((text) => text?.length ?? 0)
    .reduce((sum, length) => sum + length, 0);
