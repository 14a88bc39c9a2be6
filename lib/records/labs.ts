import type { Actor, UserActor } from "../access/actor.ts";
import { loadCare, noteRead, type Care } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { recordScope } from "./rows.ts";
import { seriesKey } from "./rules.ts";
import { labResultsFrom, type LabPoint, type LabSeries } from "./views.ts";

interface LabsReading {
  patient: { id: string; name: string };
  labs: LabSeries[];
}

/**
 * All lab values of a patient.
 *
 * @throws DomainError `not_found` for nobody in the actor's care.
 */
export async function getLabs(actor: Actor, patientId: string): Promise<LabsReading> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const labs = await loadLabs(tx, actor, patientId);
    await noteLabs(tx, care, labs);
    return { patient: care.patient, labs };
  });
}

/**
 * The values of one test over time.
 *
 * @param key as in `LabSeries`.
 * @throws DomainError `not_found` for nobody in the actor's care, and for a test without values.
 */
export async function getLabSeries(
  actor: Actor,
  patientId: string,
  key: string,
): Promise<{ patient: { id: string; name: string }; series: LabSeries }> {
  authorizeUser(actor, "record.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const series = (await loadLabs(tx, actor, patientId)).find((one) => one.key === key);
    if (!series) throw new DomainError("not_found");
    await noteLabs(tx, care, [series]);
    return { patient: care.patient, series };
  });
}

/**
 * All lab values of a patient by test, in one statement: the latest values first, and the tests with
 * the latest values. What was entered in error is left out.
 */
export async function loadLabs(tx: Tx, actor: UserActor, patientId: string): Promise<LabSeries[]> {
  const rows = await tx.$queryRaw<{ id: string; lab_results: string }[]>`
    SELECT r.id, r.lab_results FROM medical_records r
    WHERE ${recordScope(actor)} AND r.patient_id = ${patientId}::uuid
      AND r.lab_results IS NOT NULL AND r.retracted_at IS NULL`;
  const points = rows.flatMap(({ id, lab_results }) => {
    const words = unsealed("medical_records", id, { lab_results });
    return labResultsFrom(words.lab_results).map((result) =>
      Object.assign(result, { recordId: id }),
    );
  });
  return seriesOf(points);
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
