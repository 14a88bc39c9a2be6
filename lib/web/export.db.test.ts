import { expect, it } from "vitest";
import { getOwnWholeRecord, openOwnExport } from "../chart/whole.ts";
import { now, openPractice, world } from "../testing/practice.ts";
import { confirmedVisit, write } from "../testing/records.ts";
import { beginExport, jsonOf } from "./export.ts";

openPractice();

interface Exported {
  patient: { id: string };
  appointments: { id: string }[];
  records: { id: string; revisions: unknown[] }[];
}

async function textOf(chunks: AsyncGenerator<Uint8Array, void>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
  return text;
}

it("exports the very records that the pages show, as one JSON document", async () => {
  await confirmedVisit();
  const patientId = world.patient.patientId ?? "";
  // More than two pages.
  for (let number = 1; number <= 12; number += 1)
    await write({ notes: `Note "${number}"\n\u{1F468}` });

  const exported = await openOwnExport(world.patient, patientId, now);
  const text = await textOf(jsonOf(exported));
  const { records, appointments, patient } = JSON.parse(text) as Exported;
  expect(patient.id).toBe(patientId);
  expect(appointments).toHaveLength(1);

  const shown: unknown[] = [];
  let cursor: string | undefined;
  do {
    const page = (await getOwnWholeRecord(world.patient, patientId, cursor, now)).records;
    expect(page.items.length).toBeLessThanOrEqual(5);
    shown.push(...page.items);
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(records).toEqual(shown);
  expect(records).toHaveLength(12);
  // The file is indented as a whole.
  expect(text).toBe(`${JSON.stringify(JSON.parse(text), null, 2)}\n`);
});

it("exports a patient without appointments and records", async () => {
  const exported = await openOwnExport(world.patient, world.patient.patientId ?? "", now);
  expect(JSON.parse(await textOf(jsonOf(exported)))).toMatchObject({
    appointments: [],
    records: [],
  });
});

it("runs one export of a user and eight in all, and forgets one that takes too long", () => {
  const refused = { code: "too_many_requests" };
  const later = new Date(now.getTime() + 6 * 60_000);
  const ends = ["a", "b", "c", "d", "e", "f", "g"].map((user) => beginExport(user, now));
  const endSlow = beginExport("h", now);
  for (const user of ["a", "i"]) {
    expect(() => beginExport(user, now)).toThrow(expect.objectContaining(refused));
  }
  ends[0]?.();
  const endAgain = beginExport("a", now);
  endAgain();
  // Nothing of the earlier ones counts after a while; their end does not end a later one.
  const endLater = beginExport("h", later);
  endSlow();
  expect(() => beginExport("h", later)).toThrow(expect.objectContaining(refused));
  endLater();
  beginExport("h", later)();
});
