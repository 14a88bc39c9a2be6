// Numbers as people type them. A separator that is followed by exactly three digits can group thousands or
// begin decimals ("250,000" is 250000 in New York and 250 in Berlin), so such a number is never guessed.

/** What a text says as a number. */
export type TypedNumber =
  | { kind: "number"; value: number }
  /** Two numbers, each written so that it can only be read in one way. */
  | { kind: "ambiguous"; readings: [whole: string, decimal: string] }
  /** Digits and separators that are no number, such as `1,2,3`. */
  | { kind: "unreadable" }
  /** No digits, or other characters too: `positive`, `<5`, `1:160`. */
  | { kind: "words" };

/** More digits than this cannot be kept exactly. */
const MAX_DIGITS = 15;

const DECIMAL_ONLY = "\u066b";
/** Blanks, apostrophes and the Arabic thousands separator only group. */
const GROUP_ONLY = /[\s'’ʼ\u066c]/;
/** A minus sign, an en dash, and hyphens of other widths. */
const MINUS = /[\u2010-\u2013\u2212\ufe63\uff0d]/g;
const NUMERIC = /^[+-]?[\d.,\s'’ʼ\u066b\u066c]+$/;

/** Reads a number with a point or a comma, grouped or not, in the digits of any script. */
export function parseTypedNumber(text: string): TypedNumber {
  const ascii = asciiDigits(text.trim());
  if (!NUMERIC.test(ascii) || !/\d/.test(ascii)) return { kind: "words" };
  const sign = ascii.startsWith("-") ? "-" : "";
  const digits = ascii.replace(/^[+-]/, "").trim();
  const separators = digits.replaceAll(/\d/g, "");
  const at = decimalAt(digits, separators);
  const whole = at === null ? digits : digits.slice(0, at);
  const decimals = at === null ? "" : digits.slice(at + 1);
  const isAmbiguous =
    separators.length === 1 && /^[.,]$/.test(separators) && /^[1-9]\d{0,2}[.,]\d{3}$/.test(digits);
  if (isAmbiguous) {
    const [left = "", right = ""] = digits.split(separators);
    return {
      kind: "ambiguous",
      readings: [`${sign}${left}${right}`, `${sign}${unambiguous(left, right)}`],
    };
  }
  const ungrouped = withoutGroups(whole);
  const isReadable =
    ungrouped !== null &&
    (at === null || /^\d+$/.test(decimals)) &&
    ungrouped.length + decimals.length <= MAX_DIGITS;
  if (!isReadable) return { kind: "unreadable" };
  return { kind: "number", value: Number(`${sign}${ungrouped || "0"}.${decimals || "0"}`) + 0 };
}

/** Returns the place of the separator that begins the decimals; null without decimals. */
function decimalAt(digits: string, separators: string): number | null {
  const last = separators.at(-1);
  if (last === undefined || GROUP_ONLY.test(last)) return null;
  // Twice the same, it groups.
  if (last !== DECIMAL_ONLY && separators.split(last).length > 2) return null;
  return digits.lastIndexOf(last);
}

/** Returns digits without the separators of thousands, or of lakhs (12,34,567); null if they are misplaced. */
function withoutGroups(whole: string): string | null {
  const separators = new Set(whole.replaceAll(/\d/g, ""));
  if (separators.size === 0) return whole;
  const [separator = ""] = separators;
  const groups = whole.split(separator);
  const isGrouped =
    separators.size === 1 &&
    /^[1-9]\d{0,2}$/.test(groups[0] ?? "") &&
    groups.at(-1)?.length === 3 &&
    (groups.slice(1, -1).every((group) => group.length === 3) ||
      ((groups[0] ?? "").length <= 2 && groups.slice(1, -1).every((group) => group.length === 2)));
  return isGrouped ? groups.join("") : null;
}

/**
 * Writes decimals so that they do not look like thousands: with a zero in front, which groups nothing. A zero
 * at the end would claim a digit that was not measured.
 */
function unambiguous(whole: string, decimals: string): string {
  const shortened = decimals.replace(/0{1,15}$/, "");
  if (shortened === "") return whole;
  const marked = shortened.length === 3 ? whole.replace(/^-?(?=[1-9]\d{0,2}$)/, "$&0") : whole;
  return `${marked}.${shortened}`;
}

/** Writes a number for a field so that `parseTypedNumber` reads the same number. */
export function writeNumber(value: number): string {
  const [whole = "", decimals = ""] = plain(value).split(".");
  return decimals === "" ? whole : unambiguous(whole, decimals);
}

/** Writes a number for reading: `250 000.5`, which no country reads otherwise. */
export function showNumber(value: number): string {
  const [whole = "", ...decimals] = writeNumber(value).split(".");
  const grouped = /^-?0/.test(whole)
    ? whole
    : BigInt(whole).toLocaleString("en").replaceAll(",", "\u202f");
  return [grouped, ...decimals].join(".");
}

/** Returns the first number within a text, such as a dose, that can be read in two ways. */
export function ambiguousNumberIn(text: string): [whole: string, decimal: string] | null {
  for (const [found] of asciiDigits(text).matchAll(/(?<![\d.,])\d{1,3}[.,]\d{3}(?![\d.,]*\d)/g)) {
    const read = parseTypedNumber(found);
    if (read.kind === "ambiguous") return read.readings;
  }
  return null;
}

/** Without an exponent. */
const plain = (value: number): string =>
  value.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 15 });

/** Writes the decimal digits of all scripts as 0-9. Unicode keeps each script's ten digits in a row. */
export const asciiDigits = (text: string): string =>
  text
    // What is copied from elsewhere brings marks of direction and other invisible characters along.
    .replaceAll(/\p{Cf}/gu, "")
    .replaceAll(MINUS, "-")
    .replaceAll("\uff0e", ".")
    .replaceAll("\uff0c", ",")
    .replaceAll(/\p{Nd}/gu, (digit) => {
      let before = 0;
      const code = digit.codePointAt(0) ?? 0;
      while (/^\p{Nd}$/u.test(String.fromCodePoint(code - before - 1))) before++;
      return String(before % 10);
    });
