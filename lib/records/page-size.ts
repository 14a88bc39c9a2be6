import { Prisma } from "../generated/prisma/client.ts";

// A record and each of its versions may be large, so a page of them ends after MAX_PAGE_BYTES as well as
// after a number of rows.

/** How much ciphertext a row of records or revisions has. Asks for the size alone, not for the text. */
export const bytes = (row: Prisma.Sql): Prisma.Sql =>
  Prisma.sql`(octet_length(${row}.diagnosis) + octet_length(${row}.treatment) + coalesce(octet_length(${row}.notes), 0)
    + coalesce(octet_length(${row}.prescriptions), 0) + coalesce(octet_length(${row}.lab_results), 0))`;

interface Sized {
  diagnosis: string;
  treatment: string;
  notes: string | null;
  prescriptions: string | null;
  lab_results: string | null;
}

/** The same as `bytes`, of a row that was read. */
export const bytesOf = (row: Sized): number =>
  [row.diagnosis, row.treatment, row.notes, row.prescriptions, row.lab_results]
    .map((text) => text?.length ?? 0)
    .reduce((sum, length) => sum + length, 0);
