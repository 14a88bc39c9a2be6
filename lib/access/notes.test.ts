import { expect, it } from "vitest";
import { entriesOf, type Reading } from "./notes.ts";

const reading = (action: Reading["action"], patientId: string, more: Partial<Reading> = {}) =>
  ({
    action,
    patientId,
    purpose: "treatment",
    entity: { table: "medical_records" },
    ...more,
  }) satisfies Reading;

it("makes one entry of the same reading, and one of several rows of a patient", () => {
  const row = (id: string) =>
    reading("record.read", "p", { entity: { table: "medical_records", id } });
  expect(entriesOf([row("r"), row("r")])).toEqual([
    {
      action: "record.read",
      entity: "medical_records",
      entity_id: "r",
      patient_id: "p",
      detail: { purpose: "treatment" },
    },
  ]);
  expect(
    entriesOf([row("r"), row("s"), reading("record.read", "p", { records: ["s", "t"] })]),
  ).toEqual([
    {
      action: "record.read",
      entity: "medical_records",
      patient_id: "p",
      detail: { records: ["r", "s", "t"], purpose: "treatment" },
    },
  ]);
});

it("makes one entry of a list, with the ids of its patients alone", () => {
  const listed = (id: string) => reading("profile.read", id, { listed: true });
  expect(entriesOf([listed("p"), listed("q"), listed("p")])).toEqual([
    {
      action: "profile.read",
      entity: "medical_records",
      detail: { patients: ["p", "q"], listed: true, purpose: "treatment" },
    },
  ]);
});

it("leaves out what the reading of the whole file includes, of that patient alone", () => {
  const found = entriesOf([
    reading("record.read", "p"),
    reading("history.read", "p"),
    reading("history.read", "q"),
    reading("file.read", "p", { records: ["r"] }),
  ]);
  expect(found.map(({ action, patient_id: of }) => [action, of])).toEqual([
    ["history.read", "q"],
    ["file.read", "p"],
  ]);
});
