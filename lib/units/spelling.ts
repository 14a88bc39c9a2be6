// Units as laboratories and people spell them. UCUM is case-sensitive and knows one spelling: to it `K/uL` is
// kelvin, `G/L` gauss, `u/L` atomic mass units, and `mEq/L` nothing.

/** The parts of units as they are spelled in any case, and as UCUM writes them. */
const PARTS = new Map(
  Object.entries({
    ...{ kg: "kg", g: "g", gm: "g", gms: "g", gr: "g", mg: "mg", ug: "ug", mcg: "ug", ng: "ng" },
    ...{ pg: "pg", fg: "fg", mol: "mol", mmol: "mmol", umol: "umol", mcmol: "umol", nmol: "nmol" },
    ...{ pmol: "pmol", fmol: "fmol", eq: "eq", meq: "meq", ueq: "ueq", mval: "meq" },
    ...{ osm: "osm", mosm: "mosm", kat: "kat", mkat: "mkat", ukat: "ukat", nkat: "nkat" },
    ...{ u: "U", mu: "mU", uu: "uU", ku: "kU", iu: "[iU]", ui: "[iU]", ie: "[iU]" },
    ...{ "i.u.": "[iU]", "u.i.": "[iU]", "i.e.": "[iU]", "[iu]": "[iU]", miu: "m[iU]" },
    ...{ mui: "m[iU]", mie: "m[iU]", "m[iu]": "m[iU]", uiu: "u[iU]", uui: "u[iU]", uie: "u[iU]" },
    ...{ "u[iu]": "u[iU]", mciu: "u[iU]", kiu: "k[iU]", kui: "k[iU]", "k[iu]": "k[iU]" },
    ...{ l: "L", lt: "L", liter: "L", litre: "L", dl: "dL", cl: "cL", ml: "mL", cc: "mL" },
    ...{ cm3: "mL", ul: "uL", mcl: "uL", mm3: "uL", cumm: "uL", cmm: "uL", "cu.mm": "uL" },
    ...{ nl: "nL", pl: "pL", fl: "fL", s: "s", sec: "s", secs: "s", ms: "ms", min: "min" },
    ...{ mins: "min", h: "h", hr: "h", hrs: "h", hour: "h", std: "h", "1h": "h", "1hr": "h" },
    ...{ d: "d", day: "d", "24h": "d", "24hr": "d", "24hrs": "d", "24.h": "d", "(24.h)": "d" },
    ...{ m: "m", cm: "cm", mm: "mm", um: "um", m2: "m2", "m^2": "m2", "1.73m2": "{1.73_m2}" },
    ...{ "1.73m^2": "{1.73_m2}", "1,73m2": "{1.73_m2}", "{1.73_m2}": "{1.73_m2}" },
    ...{ kpa: "kPa", mmhg: "mm[Hg]", "mm[hg]": "mm[Hg]", cmh2o: "cm[H2O]", hpf: "[HPF]" },
    ...{ lpf: "[LPF]", "[hpf]": "[HPF]", "[lpf]": "[LPF]", "%": "%", percent: "%", pct: "%" },
    ...{ "°c": "Cel", degc: "Cel", cel: "Cel", "°f": "[degF]", degf: "[degF]", "[degf]": "[degF]" },
    ...{ inr: "{INR}", "{inr}": "{INR}", ratio: "{ratio}", "{ratio}": "{ratio}", ph: "[pH]" },
    ...{ copies: "{copies}", cp: "{copies}", "{copies}": "{copies}", lb: "[lb_av]" },
    ...{ lbs: "[lb_av]", in: "[in_i]", "mg%": "mg/dL", "g%": "g/dL", bpm: "/min" },
  }),
);

/** Numbers as words in front of a volume: `K/uL` is a thousand cells in a microliter. In this case only. */
const COUNTS = new Map(
  Object.entries({
    ...{ K: "10*3", k: "10*3", Thou: "10*3", thou: "10*3", thousand: "10*3", Thousand: "10*3" },
    ...{ tsd: "10*3", Tsd: "10*3", tys: "10*3", M: "10*6", Mio: "10*6", mio: "10*6", Mill: "10*6" },
    ...{ mill: "10*6", million: "10*6", Million: "10*6", mln: "10*6", G: "10*9", Gpt: "10*9" },
    ...{ Giga: "10*9", Mrd: "10*9", T: "10*12", Tpt: "10*12", Tera: "10*12" },
  }),
);

/** Which volume each may stand over: `G/dL` is a gram in capitals, and `M/L` nothing that is certain. */
const OVER: Record<string, readonly string[]> = {
  "10*3": ["uL"],
  "10*6": ["uL"],
  "10*9": ["L"],
  "10*12": ["L"],
};

/** The library does not convert arbitrary units, not even into themselves. */
const SAME = new Map(
  Object.entries({ "u[iU]/mL": "m[iU]/L", "m[iU]/mL": "[iU]/L", "[iU]/mL": "k[iU]/L" }),
);

/** Molar concentrations, in which the case of each letter counts. */
const MOLAR = new Map(Object.entries({ mM: "mmol/L", uM: "umol/L", nM: "nmol/L", pM: "pmol/L" }));

const COUNTED = /^\{?(?:cells?|counts?|zellen|beats|#)\}?$/i;
const POWER = /^[x*.]? ?10 ?(?:(?:\^|\*\*?|e\+?|exp|x) ?\(?|\()(\d{1,2})\)? ?\.?/i;
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/**
 * Returns the UCUM code of a unit in one of its usual spellings (`MG/DL`, `μg/l`, `x10E3/µL`, `K/uL`, `IU/l`);
 * null for any other text, which may be a UCUM code itself.
 */
export function usualUnit(text: string): string | null {
  const [numerator = "", ...below] = plain(text)
    .split("/")
    .map((part) => part.trim());
  const over = below.map(partOf);
  const molar = over.length === 0 ? MOLAR.get(numerator) : undefined;
  if (molar) return molar;
  if (over.length > 3 || over.includes(null)) return null;
  const [volume] = over;
  const above = over.length === 1 && volume ? countOf(numerator, volume) : null;
  const first = above ?? powerOf(numerator) ?? partOf(numerator);
  if (first === null || (first === "" && over.length === 0)) return null;
  const code = [first, ...over].join("/");
  return SAME.get(code) ?? code;
}

/** In ASCII, without blanks that mean nothing. */
export function plain(text: string): string {
  const digits = text
    .replaceAll(/10 ?([⁰¹²³⁴-⁹]{1,2})/g, (_all, power: string) => `10*${digitsOf(power)} `)
    .replaceAll("⁻", "-")
    .replaceAll(/[⁰¹²³⁴-⁹]/g, digitsOf);
  return digits
    .normalize("NFKC")
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll("μ", "u")
    .replaceAll("×", "x")
    .replaceAll(/[∕⁄÷]| per /g, "/")
    .replaceAll(/[·∙⋅•]/g, ".")
    .replaceAll(/\s+/g, " ")
    .replaceAll(/[ .]([A-Za-z]{1,3})\^?-1$/g, "/$1")
    .replaceAll(/ ?\/ ?/g, "/")
    .trim();
}

const digitsOf = (text: string): string =>
  Array.from(text, (digit) => SUPERSCRIPTS.indexOf(digit)).join("");

function countOf(numerator: string, volume: string): string | null {
  const count = COUNTS.get(numerator.replace(/\.$| cells?$/i, ""));
  return count && OVER[count]?.includes(volume) ? count : null;
}

/** `x10^3`, `10E9`, `10*3 cells`. */
function powerOf(numerator: string): string | null {
  const found = POWER.exec(numerator);
  if (!found) return null;
  const counted = numerator.slice(found[0].length).trim();
  return counted === "" || COUNTED.test(counted) ? `10*${Number(found[1])}` : null;
}

function partOf(part: string): string | null {
  if (part === "" || COUNTED.test(part)) return "";
  const folded = part.toLowerCase();
  const known = PARTS.get(folded) ?? PARTS.get(folded.replaceAll(" ", ""));
  if (known !== undefined) return known;
  // Two ways to count D-dimers, by factor two apart; and creatinine, which the test says as well.
  const marked = /^([a-z]{1,4})[ {]{1,2}(feu|ddu|d-du|cr|crea|creat|creatinine)\}?$/.exec(folded);
  const unit = PARTS.get(marked?.[1] ?? "");
  if (!marked || unit === undefined) return null;
  const mark = (marked[2] ?? "").replace("-", "").toUpperCase();
  return mark.startsWith("CR") ? unit : `${unit}{${mark}}`;
}
