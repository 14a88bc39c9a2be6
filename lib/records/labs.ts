import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { recordScope } from "./rows.ts";
import { labResultsFrom, type LabPoint, type LabSeries } from "./views.ts";

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
    return labResultsFrom(words.lab_results).map((result) => ({ ...result, recordId: id }));
  });
  return seriesOf(points);
}

/** Results by test, which is its LOINC code, else its name and unit. */
export function seriesOf(points: readonly LabPoint[]): LabSeries[] {
  const series = [...Map.groupBy(points, keyOf)].map(([key, found]) => {
    const results = found.toSorted((a, b) => b.takenAt.localeCompare(a.takenAt));
    const [latest] = results;
    return {
      key,
      name: latest?.name ?? "",
      loinc: latest?.loinc ?? null,
      unit: latest?.unit ?? null,
      results,
    };
  });
  const latestOf = ({ results }: LabSeries) => results[0]?.takenAt ?? "";
  return series.toSorted(
    (a, b) => latestOf(b).localeCompare(latestOf(a)) || a.name.localeCompare(b.name),
  );
}

const keyOf = ({ loinc, name, unit }: LabPoint): string =>
  loinc ?? `${name.toLowerCase()}|${(unit ?? "").toLowerCase()}`;
