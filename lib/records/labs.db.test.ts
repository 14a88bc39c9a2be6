import { beforeEach, expect, it } from "vitest";
import { now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, recordInput, write } from "../testing/records.ts";
import { writeRecord } from "./commands.ts";
import { getLabs, getLabSeries, labTestId } from "./labs.ts";

openPractice();
const patientId = () => world.patient.patientId ?? "";
beforeEach(() => confirmedVisit());

const result = (name: string, index: number) => ({
  name,
  text: name.padEnd(450, "x"),
  takenAt: new Date(now.getTime() - index * 86_400_000).toISOString(),
});

/** Writes records, each with nearly as many values of a test of its own as a record can have. */
async function writeLargeRecords(count: number): Promise<void> {
  for (let index = 0; index < count; index += 1) {
    const labResults = Array.from({ length: 100 }, () => result(`T${index}`, index));
    await writeRecord(world.doctor.actor, patientId(), recordInput({ labResults }), {
      now: new Date(now.getTime() + index),
    });
  }
}

// Fails without MAX_BYTES: all 1,600 values would be read, decrypted and held at once.
it("reads a bounded part of all lab values at once, and each value on one page", async () => {
  await writeLargeRecords(16);
  const pages = [];
  let cursor: string | undefined;
  do {
    const page = await getLabs(world.patient, patientId(), cursor);
    pages.push(page.labs);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(pages.length).toBeGreaterThan(1);
  for (const labs of pages) {
    expect(labs.flatMap(({ results }) => results).length).toBeLessThanOrEqual(1400);
  }
  const keys = pages.flat().map(({ key }) => key);
  expect(keys.toSorted()).toEqual(Array.from({ length: 16 }, (_, i) => `t${i}|`).toSorted());
});

it("finds a test that only old records have, page by page", async () => {
  await writeLargeRecords(16);
  const test = labTestId(patientId(), "t0|");
  const first = await getLabSeries(world.doctor.actor, patientId(), test);
  expect(first.series).toBeNull();
  const cursor = first.nextCursor ?? expect.fail();
  const second = await getLabSeries(world.doctor.actor, patientId(), test, cursor);
  expect(second.series).toMatchObject({ name: "T0", results: { length: 100 } });
  const none = labTestId(patientId(), "no such test");
  expect((await getLabSeries(world.patient, patientId(), none, cursor)).series).toBeNull();
});

// Fails if the id is the name or LOINC code of the test, or the same for two patients.
it("names a test by an id that does not say which test it is", async () => {
  const labResults = [{ ...result("HIV antibodies", 0), loinc: "75622-1" }];
  await writeRecord(world.doctor.actor, patientId(), recordInput({ labResults }), { now });
  const test = labTestId(patientId(), "75622-1|");
  expect(test).toMatch(/^test:[\w-]{43}$/);
  expect(test).not.toBe(labTestId(world.doctor.doctorId, "75622-1|"));
  const { series } = await getLabSeries(world.patient, patientId(), test);
  expect(series).toMatchObject({ loinc: "75622-1", name: "HIV antibodies" });
  for (const named of ["75622-1", "HIV antibodies", ""]) {
    await expect(getLabSeries(world.patient, patientId(), named)).rejects.toMatchObject({
      code: "not_found",
    });
  }
});

const measured = (value: number, unit: string | null, more: object = {}) => ({
  ...{ name: "Creatinine", loinc: "2160-0", value, unit, takenAt: "2025-01-02", ...more },
});

/** Writes a record with these results; gives the series that they make. */
async function seriesOf(...labResults: object[]) {
  await write({ labResults });
  return (await getLabs(world.patient, patientId())).labs;
}

// Fails with the LOINC code alone as key: one curve, axis and band for µmol/L and mg/dL.
it("converts the values of one test into the unit of the latest, with their ranges", async () => {
  const [series, ...others] = await seriesOf(
    measured(88, "µmol/L", { low: 50, high: 110, takenAt: "2025-01-03" }),
    measured(1.2, "MG/DL", { low: 0.6, high: 1.2 }),
    measured(80, "μmol/l", { takenAt: "2025-01-01" }),
  );
  expect(others).toEqual([]);
  expect(series).toMatchObject({ loinc: "2160-0", unit: "µmol/L" });
  expect(series?.results.map(({ value, unit, converted }) => ({ value, unit, converted }))).toEqual(
    [
      { value: 88, unit: "µmol/L", converted: null },
      {
        ...{ value: 1.2, unit: "MG/DL" },
        converted: { unit: "µmol/L", value: 106.1, low: 53.04, high: 106.1 },
      },
      { value: 80, unit: "μmol/l", converted: null },
    ],
  );
});

it.each([
  ["what cannot be converted", "718-7", [140, "g/L"], [8.7, "mmol/L"]],
  ["hemoglobin A1c", "4548-4", [6.5, "%"], [48, "mmol/mol"]],
  ["a count and an amount", null, [5, "10*9/L"], [5, "mmol/L"]],
  ["a value without a unit", "2160-0", [1, "mg/dL"], [1, null]],
] as const)("makes two series of %s", async (_what, loinc, one, other) => {
  const labs = await seriesOf(
    measured(one[0], one[1], { loinc, takenAt: "2025-01-03" }),
    measured(other[0], other[1], { loinc }),
  );
  expect(labs.map(({ unit, results }) => [unit, results.length])).toEqual([
    [one[1], 1],
    [other[1], 1],
  ]);
});

it("knows a test without a code by its name, in any case and spelling", async () => {
  const named = (name: string) => measured(5, "K/uL", { name, loinc: null });
  const labs = await seriesOf(named("Leukozyten"), named("LEUKOZYTEN "), named("Leukozyten, Blut"));
  expect(labs.map(({ results }) => results.length)).toEqual([2, 1]);
});

// Fails when sorted as text: 2025-01-03T09:00+14:00 is then the latest, though it was taken first.
it("calls that value the latest that was taken last", async () => {
  const [series] = await seriesOf(
    measured(1, "mg/dL", { takenAt: "2025-01-03T09:00:00+14:00" }),
    measured(4, "mg/dL", { takenAt: "2025-01-02T23:00:00-08:00" }),
    measured(2, "mg/dL", { takenAt: "2025-01-02T20:00:00Z" }),
    // In New York, where the doctor's clinic is, from 05:00 UTC on.
    measured(3, "mg/dL", { takenAt: "2025-01-03" }),
    measured(0, "mg/dL", { takenAt: "2016-12-31T23:59:60Z" }),
  );
  expect(series?.results.map(({ value, at }) => [value, at])).toEqual([
    [4, "2025-01-03T07:00:00.000Z"],
    [3, "2025-01-03T05:00:00.000Z"],
    [2, "2025-01-02T20:00:00.000Z"],
    [1, "2025-01-02T19:00:00.000Z"],
    [0, "2017-01-01T00:00:00.000Z"],
  ]);
});

// Fails when only times are compared: the value that was entered first hides the others of its day.
it("shows of the values of one time the abnormal ones first, then those that were entered last", async () => {
  const sodium = (value: number) => measured(value, "mmol/L", { low: 135, high: 145 });
  await write({ labResults: [sodium(140), sodium(141)] }, new Date(now.getTime() - 1000));
  const [series] = await seriesOf(sodium(138), sodium(120), sodium(155), sodium(139));
  expect(series?.results.map(({ value }) => value)).toEqual([155, 120, 139, 138, 141, 140]);
});

// Fails when the day is compared as text: it is still the 6th where the sample is said to be from.
it.each([
  ["2025-01-06T12:00:00Z", true],
  ["2025-01-06T12:00:01Z", false],
  ["2025-01-07T02:00:00+14:00", true],
  ["2025-01-06T02:00:01-10:00", false],
  ["2025-01-07", true],
  ["2025-01-08", false],
  ["2025-01-06T24:00:00Z", false],
  ["2016-12-31T23:59:61Z", false],
  ["1899-12-31T23:59:59Z", false],
  ["1900-01-01", true],
])("a sample of %s is accepted: %s", async (takenAt, accepted) => {
  const written = (async () => write({ labResults: [measured(1, "mg/dL", { takenAt })] }))();
  if (accepted) await expect(written).resolves.toBeDefined();
  else await expect(written).rejects.toThrow();
});
