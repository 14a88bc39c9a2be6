import { beforeEach, expect, it } from "vitest";
import { now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, recordInput } from "../testing/records.ts";
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
  const test = labTestId(patientId(), "75622-1");
  expect(test).toMatch(/^test:[\w-]{43}$/);
  expect(test).not.toBe(labTestId(world.doctor.doctorId, "75622-1"));
  const { series } = await getLabSeries(world.patient, patientId(), test);
  expect(series).toMatchObject({ loinc: "75622-1", name: "HIV antibodies" });
  for (const named of ["75622-1", "HIV antibodies", ""]) {
    await expect(getLabSeries(world.patient, patientId(), named)).rejects.toMatchObject({
      code: "not_found",
    });
  }
});
