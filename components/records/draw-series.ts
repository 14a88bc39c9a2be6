import { inSeries, type LabPoint } from "#lib/records/views.ts";

export const WIDTH = 440;
export const HEIGHT = 230;
const PLOT = { left: 48, right: WIDTH - 18, top: 14, bottom: HEIGHT - 34 };

interface Drawing {
  points: { x: number; y: number; result: LabPoint }[];
  ticks: { y: number; label: string }[];
  /** The reference range of the latest value that has one. */
  range: { y: number; height: number } | null;
  first: LabPoint;
  last: LabPoint;
}

/** Where each value of a series goes, in the unit of the series; null where none is a number. */
export function drawSeries(results: readonly LabPoint[]): Drawing | null {
  // Of values of one time, the one that is listed first is drawn last: it is the latest in the table too.
  const measured = results
    .toReversed()
    .flatMap((result) => {
      const { value, low, high } = inSeries(result);
      return value === null ? [] : [{ result, value, low, high }];
    })
    .toSorted((a, b) => timeOf(a.result) - timeOf(b.result));
  const [first] = measured;
  const last = measured.at(-1);
  if (!first || !last) return null;
  const reference = measured.findLast(({ low, high }) => low !== null || high !== null);
  const { low = null, high = null } = reference ?? {};
  const values = [...measured.map(({ value }) => value), ...[low, high].filter((v) => v !== null)];
  const scale = scaleOf(Math.min(...values), Math.max(...values));
  const [begin, end] = [timeOf(first.result), timeOf(last.result)];
  const xOf = (result: LabPoint) =>
    end === begin
      ? (PLOT.left + PLOT.right) / 2
      : PLOT.left + ((timeOf(result) - begin) / (end - begin)) * (PLOT.right - PLOT.left);
  const yOf = (value: number) =>
    PLOT.bottom - ((value - scale.from) / (scale.to - scale.from)) * (PLOT.bottom - PLOT.top);
  return {
    points: measured.map(({ result, value }) => ({
      result,
      x: round(xOf(result)),
      y: round(yOf(value)),
    })),
    ticks: scale.ticks.map((value) => ({ y: round(yOf(value)), label: String(value) })),
    range: reference ? bandOf(yOf(high ?? scale.to), yOf(low ?? scale.from)) : null,
    first: first.result,
    last: last.result,
  };
}

const timeOf = ({ at }: LabPoint): number => Date.parse(at);
const round = (value: number): number => Math.round(value * 10) / 10;
const bandOf = (top: number, bottom: number) => ({ y: round(top), height: round(bottom - top) });

/** Round figures around the values, about five of them. */
function scaleOf(least: number, most: number): { from: number; to: number; ticks: number[] } {
  const span = most - least || Math.abs(most) || 1;
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  const from = Math.floor(least / step - 0.1) * step;
  const to = Math.ceil(most / step + 0.1) * step;
  const many = Math.round((to - from) / step);
  const ticks = Array.from({ length: many + 1 }, (_, index) =>
    Number((from + index * step).toPrecision(10)),
  );
  return { from, to, ticks };
}
