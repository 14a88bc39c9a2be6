import { describe, expect, it } from "vitest";
import { convertValue, isSameUnit, unitKey } from "./units.ts";

describe("spellings", () => {
  it.each([
    [
      "mg/dL",
      "mg/dl",
      "MG/DL",
      "Mg/dL",
      "mg / dL",
      "mg per dL",
      "mg dL⁻¹",
      "mg·dL-1",
      "㎎/㎗",
      "mg%",
    ],
    ["ug/L", "µg/L", "μg/l", "mcg/L", "UG/L", "mcg/liter", "µg\u200b/L"],
    ["mmol/L", "MMOL/L", "mmol·L⁻¹", "mM", "mmol\u00a0/\u00a0l"],
    [
      "10*3/uL",
      "10^3/µL",
      "10³/μL",
      "K/uL",
      "k/µl",
      "x10E3/uL",
      "X10*3/UL",
      "x10(3)/uL",
      "10x3/uL",
    ],
    ["10*3/uL", "10*9/L", "G/L", "G/l", "Gpt/l", "x10^9/L", "×10⁹/L", "10E9/L", "Tsd./µl", "K/mm³"],
    ["10*6/uL", "10^12/L", "T/L", "M/uL", "Mio/µl", "million/uL", "10**6/mcL"],
    ["/uL", "cells/uL", "{cells}/uL", "/mm3", "cells/mm³", "/cumm"],
    ["[iU]/L", "IU/L", "iu/l", "UI/L", "IE/l", "I.U./L", "mIU/mL"],
    ["m[iU]/L", "mIU/L", "µIU/mL", "uIU/ml", "mUI/L"],
    ["U/L", "u/l", "U/l", "mU/mL"],
    ["meq/L", "mEq/L", "MEQ/L", "mval/l"],
    ["mm[Hg]", "mmHg", "mm Hg", "MMHG"],
    ["Cel", "°C", "℃", "degC"],
    ["mL/min/{1.73_m2}", "mL/min/1.73m2", "ml/min/1.73 m²", "ML/MIN/1.73M2", "mL/min/1,73m2"],
    ["mg/d", "mg/24h", "mg/24 hr", "mg/(24.h)"],
    ["ng/mL{FEU}", "ng/mL FEU", "ng/ml feu", "ug/L FEU"],
    ["%", "percent", "％"],
  ])("of %s are one unit", (unit, ...spellings) => {
    for (const spelling of spellings) {
      expect([spelling, unitKey(spelling, null)]).toEqual([spelling, unitKey(unit, null)]);
      expect([spelling, isSameUnit(spelling, unit)]).toEqual([spelling, true]);
      expect(convertValue(5.25, spelling, unit, null)).toBe(5.25);
    }
  });

  // To UCUM `G/L` is gauss, `K` kelvin, `mM` and `M` nothing or length; 103 is a power that lost its form.
  it.each([
    ["G/L", "g/L"],
    ["G/dL", "10*9/L"],
    ["mM", "mm"],
    ["103/uL", "10*3/uL"],
    ["M/L", "10*6/uL"],
    ["U/L", "[iU]/L"],
    ["µU/mL", "µIU/mL"],
    ["ng/mL FEU", "ng/mL DDU"],
    ["ng/mL FEU", "ng/mL"],
    ["mL/min", "mL/min/1.73m2"],
    ["mmol/mol", "%"],
    ["mmol/L", "mosm/L"],
    ["mmol/L", "meq/L"],
    ["mg/dL", "umol/L"],
    ["/uL", "/[HPF]"],
    ["INR", "%"],
    ["log copies/mL", "copies/mL"],
    ["widgets", "gadgets"],
    ["mg/dL", null],
    ["mg/dL", "(((("],
  ])("%s and %s are compared with each other in no test", (one, other) => {
    expect(unitKey(one, "99999-9")).not.toBe(unitKey(other, "99999-9"));
    expect(isSameUnit(one, other)).toBe(false);
  });

  it.each([
    ["Widgets", " widgets "],
    ["S/CO", "s/co"],
    [null, " "],
  ])("%s and %s are one, which is not converted", (one, other) => {
    expect(unitKey(one, null)).toBe(unitKey(other, null));
    expect(convertValue(5, one, other, null)).toBe(5);
  });
});

describe("conversion", () => {
  it.each([
    [140, "g/L", "g/dL", null, 14],
    [52, "mg/dL", "g/L", null, 0.52],
    [250_000, "/uL", "10^9/L", null, 250],
    [151_234, "cells/mm³", "K/uL", null, 151.234],
    [0, "mg/dL", "g/L", null, 0],
    [-2.5, "mmol/L", "µmol/L", null, -2500],
    [0.42, "L/L", "%", null, 42],
    [36.6, "°C", "°F", null, 97.88],
    [120, "mmHg", "kPa", null, 16],
    [60, "U/L", "µkat/L", null, 1],
    [150, "mg/24h", "g/d", null, 0.15],
    // With a molar mass or a charge that is certain.
    [1, "mg/dL", "µmol/L", "2160-0", 88.4],
    [88.4, "µmol/L", "mg/dl", "2160-0", 1],
    [5.5, "mmol/L", "mg/dL", "2345-7", 99.09],
    [200, "mg/dL", "mmol/L", "2093-3", 5.173],
    [4.1, "mEq/L", "mmol/L", "2823-3", 4.1],
    [5, "mEq/L", "mmol/L", "2000-8", 2.5],
    [10, "mg/dL", "mEq/L", "17861-6", 4.99],
  ])("of %d %s into %s (%s) is %d", (value, from, to, loinc, converted) => {
    expect(unitKey(from, loinc)).toBe(unitKey(to, loinc));
    expect(convertValue(value, from, to, loinc)).toBe(converted);
  });

  // Triglycerides are a mixture, phosphate is counted in two ways, and a name is no code.
  it.each(["2571-8", "2777-1", "3094-0", "718-7", null])(
    "of a mass into an amount is not done for %s",
    (loinc) => {
      expect(unitKey("mg/dL", loinc)).not.toBe(unitKey("mmol/L", loinc));
      expect(convertValue(1, "mg/dL", "mmol/L", loinc)).toBeNull();
    },
  );

  it("of equivalents needs a charge", () => {
    expect(unitKey("meq/L", "2345-7")).not.toBe(unitKey("mmol/L", "2345-7"));
  });

  it("works for all units that have one key", () => {
    const units = ["mg/dL", "g/L", "ug/mL", "pg/L", "umol/L", "mmol/dL", "meq/L", "10*3/uL", "/L"];
    const more = [
      "%",
      "g/g",
      "L/L",
      "mm[Hg]",
      "kPa",
      "U/L",
      "nkat/mL",
      "Cel",
      "[degF]",
      "K",
      "s",
      "min",
    ];
    const all = [...units, ...more, "mm", "cm", "[in_i]", "kg", "[lb_av]", "AU/mL", "mosm/kg"];
    for (const loinc of [null, "2160-0", "2000-8"])
      for (const from of all)
        for (const to of all)
          if (unitKey(from, loinc) === unitKey(to, loinc))
            expect([from, to, convertValue(1, from, to, loinc)]).toEqual([
              from,
              to,
              expect.any(Number),
            ]);
  });
});

it("reads any text at once", () => {
  for (const part of [
    "(",
    "m.",
    "10*",
    "{",
    "[",
    "/",
    "a/",
    "m2",
    "é",
    "1",
    "x10",
    " ",
    "⁻",
    "\u202e",
  ])
    expect(unitKey(part.repeat(50), null)).toEqual(expect.any(String));
});
