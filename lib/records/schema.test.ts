import { describe, expect, it } from "vitest";
import { flagOf } from "./rules.ts";
import { recordFormSchema, recordSchema } from "./schema.ts";
import { fieldsOf, labResultsFrom } from "./views.ts";

const form = (fields: Record<string, string>) =>
  recordFormSchema.safeParse({ diagnosis: "Flu", treatment: "Rest", ...fields });

describe("the form of a record", () => {
  it("reads rows under any keys, leaves out empty ones, and takes a comma for a point", () => {
    const { data } = form({
      "prescriptions:0:drug": "",
      "prescriptions:7:drug": "Ramipril",
      "labResults:0:name": "",
      "labResults:0:takenAt": "2025-01-01",
      "labResults:3:name": "CRP",
      "labResults:3:value": "48,5",
      "labResults:3:high": "5",
      "labResults:3:takenAt": "2025-01-01",
      "labResults:4:name": "Dipstick",
      "labResults:4:value": "no protein",
      "labResults:4:takenAt": "2025-01-01",
    });
    expect(data?.prescriptions).toMatchObject([{ drug: "Ramipril" }]);
    expect(data?.labResults).toMatchObject([
      { name: "CRP", value: 48.5, text: null, high: 5 },
      { name: "Dipstick", value: null, text: "no protein" },
    ]);
  });

  it.each([
    [{ diagnosis: "\u200b " }, "diagnosis"],
    [{ diagnosisCode: "hypertension" }, "diagnosisCode"],
    [{ "prescriptions:2:dose": "5 mg" }, "prescriptions.2.drug"],
    [{ "labResults:1:name": "CRP", "labResults:1:takenAt": "2025-01-01" }, "labResults.1.value"],
    [
      { "labResults:1:value": "5", "labResults:1:name": "x", "labResults:1:takenAt": "soon" },
      "labResults.1.takenAt",
    ],
    [
      {
        "labResults:1:value": "5",
        "labResults:1:name": "x",
        "labResults:1:takenAt": "2025-01-01",
        "labResults:1:low": "9",
        "labResults:1:high": "3",
      },
      "labResults.1.high",
    ],
  ])("complains about %j at %s", (fields, path) => {
    const paths = form(fields).error?.issues.map((issue) => issue.path.join("."));
    expect(paths).toContain(path);
  });

  it("is filled from a record as it was sent", () => {
    const record = recordSchema.parse({
      diagnosis: "Flu",
      treatment: "Rest",
      prescriptions: [{ drug: "Ramipril", dose: "5 mg" }],
      labResults: [{ name: "CRP", value: 48.5, high: 5, takenAt: "2025-01-01" }],
    });
    const json = JSON.stringify(
      record.labResults.map((r) => ({
        loinc: null,
        unit: null,
        low: null,
        flag: null,
        text: null,
        ...r,
      })),
    );
    const content = {
      ...record,
      diagnosisCode: null,
      notes: null,
      prescriptions: [],
      labResults: labResultsFrom(json),
    };
    const again = recordFormSchema.parse(fieldsOf(content));
    expect(again.labResults).toMatchObject([
      { name: "CRP", value: 48.5, high: 5, takenAt: "2025-01-01" },
    ]);
  });
});

it.each([
  [{ value: 4, low: 5, high: 9, flag: null }, "L"],
  [{ value: 5, low: 5, high: 9, flag: null }, "N"],
  [{ value: 9, low: 5, high: 9, flag: null }, "N"],
  [{ value: 9.1, low: null, high: 9, flag: null }, "H"],
  [{ value: 6, low: 5, high: 9, flag: "HH" as const }, "HH"],
  [{ value: 6, low: null, high: null, flag: null }, null],
  [{ value: null, low: 5, high: 9, flag: null }, null],
])("the flag of %j is %s", (result, flag) => {
  expect(flagOf(result)).toBe(flag);
});
