import type { UserActor } from "../access/actor.ts";
import { noteRead, type Care } from "../access/care.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { cursorAt } from "../page.ts";
import { afterRecord, placeOfRecord, recordScope, zoneOf } from "./rows.ts";
import { seriesOf } from "./series.ts";
import { labResultsFrom, type LabSeries } from "./views.ts";

/** How many records with lab values one page is made of, and how much ciphertext they may have. */
const MAX_RECORDS = 100;
const MAX_BYTES = 1_000_000;

/** The values of a page of records by test and unit, those with the latest values first. */
export interface LabPage {
  labs: LabSeries[];
  /** Where the values of older records begin. */
  nextCursor: string | null;
}

interface LabRow {
  id: string;
  createdAt: Date;
  lab_results: string;
  /** Of the visit's clinic. */
  timeZone: string | null;
  /** Of the author's clinic. */
  authorZone: string | null;
  /** Whether there are values in older records. */
  more: boolean;
}

/**
 * A page of the lab values of a patient by test, in one statement: the latest values first, and the
 * tests with the latest values; with `isTest` of that test alone. What was entered in error is left out.
 * The records that the values are in are noted as read.
 *
 * @throws DomainError `invalid` for a cursor.
 */
export async function loadLabs(
  tx: Tx,
  actor: UserActor,
  care: Care,
  {
    cursor,
    limit = MAX_RECORDS,
    isTest = () => true,
  }: {
    cursor?: string | undefined;
    limit?: number;
    isTest?: (key: string) => boolean;
  } = {},
): Promise<LabPage> {
  const where = Prisma.join([recordScope(actor), ...afterRecord(cursor)], " AND ");
  const rows = await tx.$queryRaw<LabRow[]>`
    SELECT id, "createdAt", lab_results, "timeZone", "authorZone", more FROM (
      SELECT r.id, r.created_at AS "createdAt", r.lab_results, c.time_zone AS "timeZone", w.time_zone AS "authorZone", lead(r.id) OVER latest IS NOT NULL AS more,
        sum(octet_length(r.lab_results)) OVER (latest ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM medical_records r
        LEFT JOIN doctors d ON d.id = r.doctor_id LEFT JOIN clinics w ON w.id = d.clinic_id
        LEFT JOIN appointments a ON a.id = r.appointment_id LEFT JOIN clinics c ON c.id = a.clinic_id
      WHERE ${where} AND r.patient_id = ${care.patient.id}::uuid AND r.lab_results IS NOT NULL AND r.retracted_at IS NULL
      WINDOW latest AS (ORDER BY r.created_at DESC, r.id DESC)
      ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}) page
    WHERE before IS NULL OR before < ${MAX_BYTES}`;
  const results = rows.flatMap((row) => {
    const { id, lab_results } = row;
    const words = unsealed("medical_records", id, { lab_results });
    const timeZone = zoneOf(row);
    // As the records are: those that were entered last first.
    return labResultsFrom(words.lab_results)
      .map((result) => Object.assign(result, { recordId: id, timeZone }))
      .toReversed();
  });
  const labs = seriesOf(results).filter(({ key }) => isTest(key));
  const records = labs.flatMap(({ results }) => results.map(({ recordId }) => recordId));
  noteRead(tx, care, "record.read", { table: "medical_records" }, records);
  const last = rows.at(-1);
  return { labs, nextCursor: last?.more ? cursorAt(placeOfRecord(last)) : null };
}
