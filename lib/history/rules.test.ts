import { describe, expect, it } from "vitest";
import { parseLocalDay } from "../time/local-day.ts";
import { allergyWarnings, dateIssues, isKnownDate } from "./rules.ts";
import { entryChangeSchema, entrySchema } from "./schema.ts";

const today = parseLocalDay("2026-11-24") ?? expect.fail();

describe("dates as exactly as they are known", () => {
  it.each(["2019", "2019-05", "2019-05-24", "2024-02-29", "1900"])("%s exists", (text) => {
    expect(isKnownDate(text)).toBe(true);
  });
  it.each([
    "2019-13",
    "2019-02-29",
    "2019-5",
    "19",
    "2019-05-24T10:00",
    "long ago",
    "1899",
    "",
    "2019-",
  ])("%j does not", (text) => {
    expect(isKnownDate(text)).toBe(false);
  });

  it.each<[since: string | null, until: string | null, string[]]>([
    ["2026", null, []],
    ["2026-11", null, []],
    ["2026-11-24", null, []],
    ["2026-11-25", null, ["since: future"]],
    ["2026-12", null, ["since: future"]],
    ["2027", "2028", ["since: future"]],
    ["2019-05", "2019", []],
    ["2019", "2019-01", []],
    ["2019-05-24", "2019-05", []],
    ["2019-05", "2019-04-30", ["until: order"]],
    ["2019-05-24", "2018", ["until: order"]],
    // Tablets that are to be taken until then.
    ["2019", "2027-01", []],
    [null, "2018", []],
  ])("from %s to %s", (since, until, issues) => {
    const found = dateIssues({ since, until }, today);
    expect(found.map(({ path, message }) => `${path}: ${message}`)).toEqual(issues);
  });
});

describe("an entry", () => {
  const entry = { kind: "allergy", name: "Nuts" };
  it("is a kind and a name, and what else is known", () => {
    expect(entrySchema.parse({ ...entry, note: "", since: "", until: "2019-05" })).toEqual({
      ...entry,
      note: null,
      since: null,
      until: "2019-05",
    });
    expect(entryChangeSchema.parse({ since: null })).toEqual({ since: null });
    expect(entryChangeSchema.parse({})).toEqual({});
  });
  it.each([
    { name: "" },
    { name: "x".repeat(201) },
    { note: "x".repeat(2001) },
    { kind: "curse" },
    { since: "yesterday" },
    { since: { gt: "2019" } },
    { source: "rumour" },
    { recordedBy: "me" },
  ])("is refused with %j", (wrong) => {
    expect(entrySchema.safeParse({ ...entry, ...wrong }).success).toBe(false);
  });
});

describe("allergies that speak against a drug", () => {
  it.each([
    ["Penicillin", "Penicillin V 500 mg"],
    ["Penicillin", "Amoxicillin 1000 mg tablets"],
    ["penicillins", "Piperacillin/Tazobactam"],
    ["Allergy to PENICILLIN, severe", "Augmentin 875"],
    ["Pénicilline", "penicilline G"],
    ["Amoxicillin", "Ampicillin"],
    ["Penicillin", "Cefuroxime 500 mg"],
    ["Cephalosporins", "Ceftriaxone"],
    ["Sulfa drugs", "Sulfamethoxazole/Trimethoprim"],
    ["sulfa", "Co-trimoxazole"],
    ["Sulfonamides", "Sulfasalazine"],
    ["Aspirin", "Ibuprofen 400 mg"],
    ["NSAIDs", "Diclofenac gel"],
    ["Naproxen", "Acetylsalicylic acid 100 mg"],
    ["ASA", "Etoricoxib"],
    ["ACE inhibitors", "Ramipril 5 mg"],
    ["Lisinopril (cough)", "Enalapril"],
    ["Statins", "Atorvastatin 20 mg"],
    ["Simvastatin", "Rosuvastatin"],
    ["Codeine", "Tramadol"],
    ["Opioids", "Morphine sulfate"],
    ["Erythromycin", "Azithromycin"],
    ["Ciprofloxacin", "Levofloxacin"],
    ["Quinolones", "Moxifloxacin"],
    ["Tetracycline", "Doxycycline 100 mg"],
    ["Iodinated contrast", "Iohexol"],
    ["Metamizol", "Metamizole drops"],
    ["Latex", "Latex-tipped catheter"],
  ])("%s against %s", (allergy, drug) => {
    expect(allergyWarnings(drug, [{ name: allergy }])).toEqual([allergy]);
  });

  it.each([
    ["Penicillin", "Paracetamol"],
    ["Penicillin", "Azithromycin"],
    // Who does not tolerate a cephalosporin may tolerate a penicillin.
    ["Cefalexin", "Amoxicillin"],
    ["Sulfa drugs", "Ferrous sulfate"],
    ["Morphine sulfate", "Magnesium sulfate"],
    ["Acetylsalicylic acid", "Folic acid tablets"],
    ["Statins", "Nystatin suspension"],
    ["Rash in April", "Ramipril"],
    ["Pollen allergy", "Allergy tablets (Cetirizine)"],
    ["Latex", "Ibuprofen"],
    ["Latex", "Amoxicillin"],
    ["Bee venom", "Ciprofloxacin"],
    ["Egg", "Veggie capsules"],
    ["Ibuprofen", "Paracetamol 500 mg once daily"],
  ])("not %s against %s", (allergy, drug) => {
    expect(allergyWarnings(drug, [{ name: allergy }])).toEqual([]);
  });

  it("names each that does", () => {
    const allergies = [{ name: "Latex" }, { name: "Aspirin" }, { name: "NSAIDs" }];
    expect(allergyWarnings("Ibuprofen", allergies)).toEqual(["Aspirin", "NSAIDs"]);
  });
});
