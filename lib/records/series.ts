import { foldLetters } from "../search/rules.ts";
import { beginOf } from "../time/zone.ts";
import { convertValue, isSameUnit, unitKey } from "../units/units.ts";
import { isAbnormal } from "./rules.ts";
import type { LabPoint, LabResultView, LabSeries, MeasuredIn } from "./views.ts";

/** A result, and the record that it is in. */
interface TakenResult extends LabResultView {
  recordId: string;
  timeZone: string;
}

/**
 * Returns what a series of values is known by: the test, which is its LOINC code or else its name in any case
 * and spelling; and the units in which its values can be compared.
 */
export function seriesKey(result: {
  loinc: string | null;
  name: string;
  unit: string | null;
}): string {
  const { loinc, name, unit } = result;
  return `${loinc ?? foldTestName(name)}|${unitKey(unit, loinc)}`;
}

const foldTestName = (name: string): string => foldLetters(name).replaceAll(/\s+/g, " ").trim();

/**
 * Returns results by test and unit: the latest first, and the series with the latest values first. Of values
 * of one time the abnormal ones are first, so that none hides behind a normal one, then the one that is first in
 * `results`. A series is in the unit of its latest value; other values are converted.
 */
export function seriesOf(results: readonly TakenResult[]): LabSeries[] {
  return [...Map.groupBy(results, seriesKey)]
    .flatMap(([key, found]) => {
      const taken = found
        .map((result) => ({ result, at: beginOf(result.takenAt, result.timeZone) }))
        .toSorted((one, other) => other.at - one.at || abnormalFirst(one.result, other.result));
      const [latest] = taken;
      if (!latest) return [];
      const { name, loinc, unit } = latest.result;
      const points = taken.map(({ result, at }) => pointOf(result, at, unit));
      return [{ at: latest.at, series: { key, name, loinc, unit, results: points } }];
    })
    .toSorted((a, b) => b.at - a.at || a.series.name.localeCompare(b.series.name))
    .map(({ series }) => series);
}

const abnormalFirst = (one: TakenResult, other: TakenResult): number =>
  Number(isAbnormal(other.interpretation)) - Number(isAbnormal(one.interpretation));

function pointOf(result: TakenResult, at: number, unit: string | null): LabPoint {
  const inUnit = (value: number | null) =>
    value === null ? null : convertValue(value, result.unit, unit, result.loinc);
  const converted: MeasuredIn | null = isSameUnit(result.unit, unit)
    ? null
    : {
        unit,
        value: inUnit(result.value),
        low: inUnit(result.low),
        high: inUnit(result.high),
      };
  return { ...result, at: new Date(at).toISOString(), converted };
}
