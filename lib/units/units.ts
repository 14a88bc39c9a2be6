import { UcumLhcUtils } from "@lhncbc/ucum-lhc";
import { substanceOf, type Substance } from "./molar-masses.ts";
import { plain, usualUnit } from "./spelling.ts";

// Units of lab values, by the UCUM library of the National Library of Medicine. On the server alone: the
// library is large. Decision 073.

/** A unit that UCUM knows. */
interface KnownUnit {
  code: string;
  magnitude: number;
  /** Length, time, mass, angle, temperature, charge, luminous intensity. */
  dimensions: readonly number[];
  moles: number;
  equivalents: number;
  /** What UCUM counts as a plain number, or does not convert: see `kindsIn`. */
  kinds: string;
  /** Its numbers cannot be compared with those of any other unit. */
  alone: boolean;
}

const MASS = 2;
/** Angle, charge and light: no laboratory reports them, so such a code is a spelling of something else. */
const UNLIKELY = [3, 5, 6];
const TEMPERATURE = 4;
const TEMPERATURES = /^(?:Cel|\[degF\]|K)$/;
/** Where a figure in a unit is what it seems. */
const NUMBERED = /\{[^{}]*\}|\[[^[\]]*\]|10\*\d{1,2}(?!\d)|m[23](?!\d)/g;
const MAX_KEPT = 2000;
/** Doctors type the texts, but the same few. */
const known = new Map<string, KnownUnit | null>();

function readUnit(text: string): KnownUnit | null {
  let unit = known.get(text);
  if (unit === undefined) {
    unit = parseUnit(text);
    if (known.size >= MAX_KEPT) known.clear();
    known.set(text, unit);
  }
  return unit;
}

function parseUnit(text: string): KnownUnit | null {
  const code = usualUnit(text) ?? plain(text).replaceAll(" ", "");
  // `103/uL` is a power that lost its form, and UCUM reads a factor.
  if (code === "" || /\d/.test(code.replaceAll(NUMBERED, ""))) return null;
  const { unit, retMsg } = UcumLhcUtils.getInstance().getSpecifiedUnit(code, "validate");
  if (!unit || retMsg.length > 0) return null;
  const dimensions = unit.dim_?.dimVec_ ?? [];
  const isTemperature = TEMPERATURES.test(code);
  const isPlausible =
    Number.isFinite(unit.magnitude_) &&
    unit.magnitude_ > 0 &&
    UNLIKELY.every((index) => !dimensions[index]) &&
    (isTemperature || !dimensions[TEMPERATURE]);
  if (!isPlausible) return null;
  return {
    code,
    magnitude: unit.magnitude_,
    dimensions,
    moles: unit.moleExp_,
    equivalents: unit.equivalentExp_,
    kinds: kindsIn(code),
    alone: unit.isArbitrary_ || (unit.isSpecial_ && !isTemperature),
  };
}

const MEASURES = /^\[(?:Hg|H2O|in_i|lb_av|degF)\]$/;

/**
 * Returns what a unit counts. To UCUM `mmol/mol` is a thousandth like any other, and what stands in braces is
 * nothing; to a laboratory they are not: HbA1c of 48 mmol/mol is 6.5 %, not 4.8 %.
 */
const kindsIn = (code: string): string =>
  (code.match(/\{[^{}]*\}|\[[^[\]]*\]|osm|mol|eq/g) ?? [])
    .filter((kind) => !MEASURES.test(kind))
    .toSorted()
    .join();

/**
 * Returns the key of the units in which the values of one test can be compared: two texts with one key are
 * spellings of the same unit, or units that `convertValue` converts.
 */
export function unitKey(text: string | null, loinc: string | null): string {
  if (text === null || plain(text) === "") return "";
  const unit = readUnit(text);
  if (!unit) return `"${plain(text).toLowerCase()}"`;
  if (unit.alone) return unit.code;
  const substance = substanceOf(loinc);
  if (substance && isAmount(unit, substance)) return "amount";
  const { dimensions, moles, equivalents, kinds } = unit;
  return [...dimensions, moles, equivalents, kinds].join();
}

/** Whether it is a mass or an amount of the substance in a volume. */
function isAmount({ dimensions, moles, equivalents, kinds }: KnownUnit, { charge }: Substance) {
  const counted = [dimensions[MASS] ?? 0, moles, equivalents];
  return (
    /^(?:mol|eq)?$/.test(kinds) &&
    dimensions[0] === -3 &&
    dimensions.every((exponent, index) => index === 0 || index === MASS || exponent === 0) &&
    counted.toSorted().join() === "0,0,1" &&
    (equivalents === 0 || charge !== undefined)
  );
}

/** Whether two texts are spellings of one unit: their numbers are the same. */
export function isSameUnit(one: string | null, other: string | null): boolean {
  if (one === other) return true;
  const [a, b] = [one, other].map((text) => (text === null ? null : readUnit(text)));
  if (!a || !b) return unitKey(one, null) === unitKey(other, null);
  if (a.code === b.code) return true;
  const isLinear = !TEMPERATURES.test(a.code) && !a.alone;
  const ratio = a.magnitude / b.magnitude;
  return isLinear && Math.abs(ratio - 1) < 1e-9 && unitKey(one, null) === unitKey(other, null);
}

/**
 * Converts a value of a test into another unit with the same key, with as many digits as it had and one more.
 * Returns null where the library does not.
 */
export function convertValue(
  value: number,
  from: string | null,
  to: string | null,
  loinc: string | null,
): number | null {
  if (isSameUnit(from, to)) return value;
  const [a, b] = [from, to].map((text) => (text === null ? null : readUnit(text)));
  if (!a || !b) return null;
  const { molarMass, charge } = substanceOf(loinc) ?? {};
  const options = { molecularWeight: molarMass, charge };
  const ucum = UcumLhcUtils.getInstance();
  const { status, toVal } = ucum.convertUnitTo(a.code, value, b.code, options);
  if (status !== "succeeded" || toVal === null || !Number.isFinite(toVal)) return null;
  return Number(toVal.toPrecision(Math.max(3, digitsOf(value)) + 1));
}

const digitsOf = (value: number): number =>
  (value.toExponential().split("e")[0] ?? "").replaceAll(/\D/g, "").length;
