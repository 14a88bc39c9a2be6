import { beforeEach, expect, it } from "vitest";
import { getChart } from "../chart/queries.ts";
import { getOwnWholeRecord, openOwnExport } from "../chart/whole.ts";
import { MAX_PAGE_BYTES } from "../page.ts";
import { now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, recordInput } from "../testing/records.ts";
import { amendRecord, writeRecord } from "./commands.ts";
import { getVersions, listRecords, listRevisions } from "./queries.ts";

// Each fails without the sums in `firstRecords`, `selectRevisions` or `loadPlaces`: hundred records of one
// patient at once, or fifty versions of one record, would be read into memory.

openPractice();
const patientId = () => world.patient.patientId ?? "";
beforeEach(() => confirmedVisit());

/** Three bytes a character in UTF-8, so that a record takes about 110,000 bytes of ciphertext. */
const large = (mark: string) => mark + "\u75c5".repeat(19_900);
/** Five such records are more than a page has. */
const MOST = Math.ceil(MAX_PAGE_BYTES / 80_000) + 1;

const write = (index: number) =>
  writeRecord(world.doctor.actor, patientId(), recordInput({ notes: large(`${index} `) }), {
    now: new Date(now.getTime() + index),
  });
const numbers = Array.from({ length: 12 }, (_, index) => index);

it("lists large records on shorter pages, each once", async () => {
  for (const index of numbers) await write(index);
  const pages: string[][] = [];
  let cursor: string | undefined;
  do {
    const page = await listRecords(world.patient, patientId(), { cursor, limit: 100 });
    pages.push(page.items.map(({ notes }) => notes?.split(" ")[0] ?? ""));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(Math.max(...pages.map(({ length }) => length))).toBeLessThanOrEqual(MOST);
  expect(pages.flat()).toEqual(numbers.toReversed().map(String));
  const chart = await getChart(world.doctor.actor, patientId(), undefined, now);
  expect(chart.timeline.length).toBeLessThanOrEqual(MOST);
  const rest = await getChart(world.doctor.actor, patientId(), chart.nextCursor ?? "", now);
  expect((rest.timeline[0]?.at ?? "") < (chart.timeline.at(-1)?.at ?? "")).toBe(true);
});

it("reads large versions of a record part by part, and exports all of them", async () => {
  const { id } = await write(0);
  for (const version of numbers.slice(1)) {
    await amendRecord(world.doctor.actor, id, { notes: large(`${version} `) }, { now });
  }
  const versions: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await listRevisions(world.patient, id, { cursor, limit: 100 });
    expect(page.items.length).toBeLessThanOrEqual(MOST);
    versions.push(...page.items.map(({ version }) => version));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(versions).toEqual(numbers.map((index) => index + 1));
  const beyond = { cursor: "999999999999999999", limit: 1 };
  expect((await listRevisions(world.patient, id, beyond)).items).toEqual([]);

  const last = await getVersions(world.patient, id, {});
  expect(last.revisions.map(({ version }) => version)).toEqual(
    versions.toReversed().slice(0, last.revisions.length),
  );
  expect(last.revisions.length).toBeLessThanOrEqual(MOST);
  const oldest = last.revisions.at(-1)?.version ?? 0;
  expect(last.before?.version).toBe(oldest - 1);
  const earlier = await getVersions(world.patient, id, { before: oldest, from: 1, to: 12 });
  expect(earlier.revisions[0]?.version).toBe(oldest - 1);
  expect([earlier.compared?.from.version, earlier.compared?.to.version]).toEqual([1, 12]);

  // The page leads to the versions instead; the file has them.
  const whole = await getOwnWholeRecord(world.patient, patientId(), undefined, now);
  expect(whole.records.items).toMatchObject([{ id, version: 12, revisions: [] }]);
  const exported = await openOwnExport(world.patient, patientId(), now);
  for await (const record of exported.records) {
    const found: number[] = [];
    for await (const { version } of record.revisions) found.push(version);
    expect(found).toEqual(versions);
  }
});
