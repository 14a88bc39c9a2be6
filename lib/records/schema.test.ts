import { describe, expect, it } from "vitest";
import { interpretationOf } from "./rules.ts";
import { recordFormSchema, recordSchema } from "./schema.ts";
import { fieldsOf, labResultsFrom } from "./views.ts";

const form = (fields: Record<string, string>) =>
  recordFormSchema.safeParse({ diagnosis: "Flu", treatment: "Rest", ...fields });

/** What a laboratory need not say. */
const unknown = { loinc: null, unit: null, low: null, high: null, flag: null, text: null };

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

  it.each([
    ["250,000", "ambiguous_number 250000 250"],
    ["4,500", "ambiguous_number 4500 4.5"],
    ["1.234", "ambiguous_decimal 1234 01.234"],
    ["1.2.3", "decimal"],
    ["1300000000000", "too_high"],
  ])("asks back about the value %j", (value, message) => {
    const issues = form({
      "labResults:1:name": "Platelets",
      "labResults:1:value": value,
      "labResults:1:low": value,
      "labResults:1:takenAt": "2025-01-01",
    }).error?.issues;
    expect(issues?.map(({ path, message }) => [path.at(-1), message])).toEqual([
      ["value", message],
      ["low", message],
    ]);
  });

  it.each([
    ["1,200,000", 1_200_000],
    ["1200000000", 1_200_000_000],
    ["1.234,5", 1234.5],
    ["01.234", 1.234],
    ["150000", 150_000],
  ])("reads the value %j as %d", (value, number) => {
    const { data } = form({
      "labResults:1:name": "Platelets",
      "labResults:1:value": value,
      "labResults:1:takenAt": "2025-01-01",
    });
    expect(data?.labResults).toMatchObject([{ value: number, text: null }]);
  });

  it("asks back about a dose that can be read in two ways", () => {
    const { error } = form({
      "prescriptions:1:drug": "Levothyroxine",
      "prescriptions:1:dose": "1,000 mg",
    });
    expect(error?.issues).toMatchObject([
      { path: ["prescriptions", "1", "dose"], message: "ambiguous_number 1000 1" },
    ]);
  });

  it("is filled with numbers that it reads in the same way", () => {
    const [labResult] = labResultsFrom(
      JSON.stringify([
        { ...unknown, name: "TSH", value: 1.234, low: 0.4, high: 4.123, takenAt: "2025-01-01" },
      ]),
    );
    if (!labResult) throw new Error("no lab result");
    const content = { diagnosis: "Flu", treatment: "Rest", diagnosisCode: null, notes: null };
    const fields = fieldsOf({ ...content, prescriptions: [], labResults: [labResult] });
    expect(recordFormSchema.parse(fields).labResults).toMatchObject([
      { value: 1.234, low: 0.4, high: 4.123 },
    ]);
  });

  it("is filled with the flag of the laboratory alone", () => {
    const results = [
      { ...unknown, name: "K", value: 52, low: 3.5, high: 5.1, takenAt: "2025-01-01" },
    ];
    const labResults = labResultsFrom(JSON.stringify(results));
    expect(labResults).toMatchObject([{ flag: null, interpretation: "H" }]);
    const content = { diagnosis: "Flu", treatment: "Rest", diagnosisCode: null, notes: null };
    const fields = fieldsOf({ ...content, prescriptions: [], labResults });
    expect(Object.keys(fields).filter((name) => /flag|interpretation/.test(name))).toEqual([]);
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
])("interprets %j as %s", (result, flag) => {
  expect(interpretationOf(result)).toBe(flag);
});

it.each(["48.5", "250,000", "1.2.3"])("refuses the number %j as text from a program", (text) => {
  const result = recordSchema.safeParse({
    diagnosis: "Flu",
    treatment: "Rest",
    labResults: [{ name: "CRP", text, takenAt: "2025-01-01" }],
  });
  expect(result.error?.issues).toMatchObject([
    { path: ["labResults", 0, "text"], message: "number_as_text" },
  ]);
});
