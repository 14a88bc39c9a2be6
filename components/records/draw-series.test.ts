import { expect, it } from "vitest";
import type { LabPoint } from "#lib/records/views.ts";
import { drawSeries, HEIGHT, WIDTH } from "./draw-series.ts";

const point = (value: number | null, takenAt: string, more: Partial<LabPoint> = {}): LabPoint => ({
  ...{ name: "LDL", loinc: null, text: null, unit: "mg/dl", low: 60, high: 130, flag: null },
  interpretation: null,
  ...{ value, takenAt, at: `${takenAt}T00:00:00.000Z`, timeZone: "Europe/Berlin", converted: null },
  ...{ recordId: "1", ...more },
});

it("draws values in the order of time, higher ones higher, all of it inside", () => {
  const drawing = drawSeries([
    point(150, "2025-03-01"),
    point(100, "2025-01-01"),
    point(null, "2025-02-01", { text: "hemolytic" }),
  ]);
  expect(drawing?.points.map(({ result }) => result.value)).toEqual([100, 150]);
  const [low, high] = drawing?.points ?? [];
  expect(low && high && low.x < high.x && low.y > high.y).toBe(true);
  for (const { x, y } of drawing?.points ?? []) {
    expect(x > 0 && x < WIDTH && y > 0 && y < HEIGHT).toBe(true);
  }
});

// Sorted as text, the last value is drawn first, and the curve runs backwards.
it("draws instants in their order, whatever their offsets", () => {
  const drawing = drawSeries([
    point(3, "2025-03-01T09:00:00+14:00", { at: "2025-02-28T19:00:00.000Z" }),
    point(1, "2025-02-28T23:00:00-08:00", { at: "2025-03-01T07:00:00.000Z" }),
    point(2, "2025-03-01T01:00:00Z", { at: "2025-03-01T01:00:00.000Z" }),
  ]);
  const points = drawing?.points ?? [];
  expect(points.map(({ result }) => result.value)).toEqual([3, 2, 1]);
  expect(points.map(({ x }) => x)).toEqual(points.map(({ x }) => x).toSorted((a, b) => a - b));
});

it("ends with the value that the table names first, also among values of one time", () => {
  const results = [point(150, "2025-03-01"), point(100, "2025-03-01"), point(90, "2025-01-01")];
  expect(drawSeries(results)?.points.map(({ result }) => result.value)).toEqual([90, 100, 150]);
});

it("draws values and the range in the unit of the series", () => {
  const converted = { unit: "µmol/L", value: 106.1, low: 53.04, high: 106.1 };
  const drawing = drawSeries([
    point(88.4, "2025-01-01", { unit: "µmol/L", low: null, high: null }),
    point(1.2, "2025-02-01", { unit: "mg/dL", low: 0.6, high: 1.2, converted }),
  ]);
  const ticks = drawing?.ticks.map(({ label }) => Number(label)) ?? [];
  expect([Math.min(...ticks), Math.max(...ticks)]).toEqual([40, 120]);
  expect(drawing?.range?.height).toBeGreaterThan(100);
});

it("shades the reference range, open ends up to the edge", () => {
  const heightOf = (more: Partial<LabPoint>) =>
    drawSeries([point(100, "2025-01-01", more)])?.range?.height ?? 0;
  expect(heightOf({})).toBeGreaterThan(0);
  expect(heightOf({ low: null })).toBeGreaterThan(0);
  expect(drawSeries([point(100, "2025-01-01", { low: null, high: null })])?.range).toBeNull();
});

it.each([[[5, 5, 5]], [[0]], [[-3, 4]], [[0.001, 0.002]], [[1_000_000, 2]]])(
  "finds a scale for %j",
  (values) => {
    const series = values.map((value, index) =>
      point(value, `2025-01-0${index + 1}`, { low: null, high: null }),
    );
    const drawing = drawSeries(series);
    expect(drawing?.ticks.length).toBeGreaterThanOrEqual(2);
    expect(drawing?.ticks.length).toBeLessThanOrEqual(10);
    for (const { x, y } of drawing?.points ?? [])
      expect(Number.isFinite(x) && Number.isFinite(y)).toBe(true);
  },
);

it("draws nothing where no value is a number", () => {
  expect(drawSeries([point(null, "2025-01-01", { text: "negative" })])).toBeNull();
});
