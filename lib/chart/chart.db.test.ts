import pg from "pg";
import { beforeEach, expect, it, vi } from "vitest";
import { openPractice, now, world } from "../testing/practice.ts";
import { confirmedVisit, recordInput, write } from "../testing/records.ts";
import { retractRecord, writeRecord } from "../records/commands.ts";
import { getChart } from "./queries.ts";
import { getOwnWholeRecord, openOwnExport } from "./whole.ts";

openPractice();
const patientId = () => world.patient.patientId ?? "";
const open = (cursor?: string) => getChart(world.doctor.actor, patientId(), cursor, now);
const minute = 60_000;
beforeEach(() => confirmedVisit());

async function statementsOf(work: () => Promise<unknown>): Promise<number> {
  const query = vi.spyOn(pg.Client.prototype, "query");
  await work();
  const count = query.mock.calls.length;
  query.mockRestore();
  return count;
}

it("asks as many statements whatever there is", async () => {
  await write({ labResults: [{ name: "LDL", value: 1, takenAt: "2025-01-01" }] });
  await open();
  const few = await statementsOf(() => open());
  for (let index = 0; index < 30; index += 1) {
    await write({ labResults: [{ name: `T${index}`, value: 1, takenAt: "2025-01-01" }] });
  }
  expect(await statementsOf(() => open())).toBe(few);
  expect(few).toBeLessThan(20);
});

it("tells of records and visits in one line of time, page by page, each once", async () => {
  const when = (index: number) => new Date(now.getTime() + index * minute);
  for (let index = 0; index < 25; index += 1) {
    await writeRecord(world.doctor.actor, patientId(), recordInput({ diagnosis: `D${index}` }), {
      now: when(index),
    });
  }
  const first = await open();
  const rest = await open(first.nextCursor ?? expect.fail());
  expect(rest.nextCursor).toBeNull();
  const told = [...first.timeline, ...rest.timeline];
  expect(told.map((item) => (item.kind === "visit" ? "visit" : item.record.diagnosis))).toEqual([
    "visit",
    ...Array.from({ length: 25 }, (_, index) => `D${24 - index}`),
  ]);
});

it("shows lab values by test, the latest first, and none that was entered in error", async () => {
  const ldl = (value: number, takenAt: string) => ({ name: "LDL", unit: "mg/dl", value, takenAt });
  await write({ labResults: [ldl(3, "2025-01-03"), ldl(1, "2025-01-01")] });
  await write({
    labResults: [ldl(2, "2025-01-02"), { name: "TSH", value: 9, takenAt: "2025-01-05" }],
  });
  const wrong = await write({ labResults: [ldl(99, "2025-01-04")] });
  await retractRecord(world.doctor.actor, wrong.id, "Wrong patient", { now });
  const { labs } = await open();
  expect(labs.map(({ name, results }) => [name, results.map(({ value }) => value)])).toEqual([
    ["TSH", [9]],
    ["LDL", [3, 2, 1]],
  ]);
});

it("gives the whole record with every revision and every step of every visit", async () => {
  const { id } = await write({ notes: "x" });
  await retractRecord(world.doctor.actor, id, "Wrong patient", { now });
  const whole = await getOwnWholeRecord(world.patient, patientId(), undefined, now);
  expect(whole.records.items).toMatchObject([
    {
      id,
      retracted: { reason: "Wrong patient" },
      revisions: [{ version: 1 }, { version: 2, retractionReason: "Wrong patient" }],
    },
  ]);
  const exported = await openOwnExport(world.patient, patientId(), now);
  const { value: visit } = await exported.appointments.next();
  expect(visit?.events.map(({ type }) => type)).toEqual(["requested", "approved"]);
});
