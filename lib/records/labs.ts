import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead, type Care } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { keyedHash, matchesHash } from "../encryption/keyed.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { cursorAt } from "../page.ts";
import { afterRecord, placeOfRecord } from "./queries.ts";
import { recordScope } from "./rows.ts";
import { seriesKey } from "./rules.ts";
import { labResultsFrom, type LabPoint, type LabSeries } from "./views.ts";

/** How many records with lab values one page is made of, and how much ciphertext they may have. */
const MAX_RECORDS = 100;
const MAX_BYTES = 1_000_000;

/** The values of a page of records by test, those with the latest values first. */
export interface LabPage {
  labs: LabSeries[];
  /** Where the values of older records begin. */
  nextCursor: string | null;
}

interface LabsReading extends LabPage {
  patient: { id: string; name: string };
}

/**
 * The lab values of a patient, those of the last records first, a page at a time.
 *
 * @throws DomainError `not_found` for a patient out of the actor's care, `invalid` for a cursor.
 */
export async function getLabs(
  actor: Actor,
  patientId: string,
  cursor?: string,
): Promise<LabsReading> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const page = await loadLabs(tx, actor, patientId, cursor);
    await noteLabs(tx, care, page.labs);
    return { patient: care.patient, ...page };
  });
}

/**
 * The values of one test over time, a page of records at a time. A page without a value of the test
 * has no series.
 *
 * @param test as `labTestId` names it.
 * @throws DomainError `not_found` for a patient out of the actor's care, and for a test without values,
 * `invalid` for a cursor.
 */
export async function getLabSeries(
  actor: Actor,
  patientId: string,
  test: string,
  cursor?: string,
): Promise<{
  patient: { id: string; name: string };
  series: LabSeries | null;
  nextCursor: string | null;
}> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { labs, nextCursor } = await loadLabs(tx, actor, patientId, cursor);
    const series = labs.find(({ key }) => isLabTest(patientId, key, test)) ?? null;
    if (!series && !nextCursor && !cursor) throw new DomainError("not_found");
    await noteLabs(tx, care, series ? [series] : []);
    return { patient: care.patient, series, nextCursor };
  });
}

/** Names a test of a patient in addresses, which must not say what was tested. */
export const labTestId = (patientId: string, key: string): string =>
  keyedHash("lab test", `${patientId} ${key}`);

const isLabTest = (patientId: string, key: string, test: string): boolean =>
  matchesHash("lab test", `${patientId} ${key}`, test);

interface LabRow {
  id: string;
  createdAt: Date;
  lab_results: string;
  /** Whether there are values in older records. */
  more: boolean;
}

/**
 * A page of the lab values of a patient by test, in one statement: the latest values first, and the
 * tests with the latest values. What was entered in error is left out.
 */
export async function loadLabs(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  cursor?: string,
): Promise<LabPage> {
  const where = Prisma.join([recordScope(actor), ...afterRecord(cursor)], " AND ");
  const rows = await tx.$queryRaw<LabRow[]>`
    SELECT id, "createdAt", lab_results, more FROM (
      SELECT r.id, r.created_at AS "createdAt", r.lab_results, lead(r.id) OVER latest IS NOT NULL AS more,
        sum(octet_length(r.lab_results)) OVER (latest ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before
      FROM medical_records r
      WHERE ${where} AND r.patient_id = ${patientId}::uuid AND r.lab_results IS NOT NULL AND r.retracted_at IS NULL
      WINDOW latest AS (ORDER BY r.created_at DESC, r.id DESC)
      ORDER BY r.created_at DESC, r.id DESC LIMIT ${MAX_RECORDS}) page
    WHERE before IS NULL OR before < ${MAX_BYTES}`;
  const points = rows.flatMap(({ id, lab_results }) => {
    const words = unsealed("medical_records", id, { lab_results });
    return labResultsFrom(words.lab_results).map((result) =>
      Object.assign(result, { recordId: id }),
    );
  });
  const last = rows.at(-1);
  return { labs: seriesOf(points), nextCursor: last?.more ? cursorAt(placeOfRecord(last)) : null };
}

/** Results by test. */
function seriesOf(points: readonly LabPoint[]): LabSeries[] {
  const series = [...Map.groupBy(points, seriesKey)].map(([key, found]) => {
    const results = found.toSorted((a, b) => latestFirst(a.takenAt, b.takenAt));
    const [latest] = results;
    const { name = "", loinc = null, unit = null } = latest ?? {};
    return { key, name, loinc, unit, results };
  });
  const latestOf = ({ results }: LabSeries) => results[0]?.takenAt ?? "";
  return series.toSorted(
    (a, b) => latestFirst(latestOf(a), latestOf(b)) || a.name.localeCompare(b.name),
  );
}

/** Days and instants as they are written sort by themselves; as words of a language it takes ten times as long. */
const latestFirst = (a: string, b: string): number => (a === b ? 0 : a < b ? 1 : -1);

async function noteLabs(tx: Tx, care: Care, labs: readonly LabSeries[]): Promise<void> {
  const ids = labs.flatMap(({ results }) => results.map(({ recordId }) => recordId));
  const records = [...new Set(ids)];
  await noteRead(tx, care, "record.read", { table: "medical_records" }, { records });
}
