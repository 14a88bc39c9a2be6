// Finds passwords that an attacker tries first: a common password or a word about the person, also in
// disguise. See docs/decisions/063-passwords.md.

/** More is never read. Forms take no longer passwords. */
const MAX_LENGTH = 200;
/** A known word and at most this many characters are still easy to guess. */
const MAX_EXTRA = 6;
/** Digits and punctuation before or after a word are read as far as this. */
const MAX_EDGE = 12;
/** The longest common password has 20 characters. Longer texts are not searched for one. */
const MAX_DISGUISED = 40;
/** A shorter word about the person ("Li") would be found by chance. */
const MIN_OWN_WORD = 3;
const MIN_DIFFERENT_CHARACTERS = 4;

const YEAR = /(?:19|20)\d\d/g;

/** One letter for one character, so that a position means the same before and after. */
const LEET: Readonly<Record<string, string>> = {
  ...{ "0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g" },
  ...{ "@": "a", $: "s", "!": "i", "+": "t", "|": "l", "(": "c" },
};

/**
 * Returns whether `password` is easy to guess: it is among `common` (lower case), or about the person
 * (`ownWords`: names, e-mail addresses, as written), or one of these in disguise: with other letter
 * case, leet letters, separators, or a year and a few digits or signs around it. So are repetitions
 * and sequences. Takes less than a millisecond, whatever the password is.
 */
export function isEasyToGuess(
  password: string,
  ownWords: readonly string[],
  common: ReadonlySet<string>,
): boolean {
  const text = fold(password.slice(0, MAX_LENGTH));
  const compact = text.replace(/[^\p{L}\p{N}]/gu, "");
  if (isEasy(text, common)) return true;
  if (compact.length > MAX_EXTRA && isEasy(compact, common)) return true;
  const own = partsOf(ownWords);
  return readingsOf(text).some((reading) => {
    const rest = own.reduce((left, word) => left.replaceAll(word, ""), reading);
    return rest !== reading && isEasy(rest.replace(YEAR, ""), common);
  });
}

/** Whether a text is easy to guess for an attacker who knows nothing about the person. */
function isEasy(text: string, common: ReadonlySet<string>): boolean {
  const unit = unitOf(text);
  return (
    unit.length <= MAX_EXTRA ||
    new Set(unit).size < MIN_DIFFERENT_CHARACTERS ||
    isSequence(unit) ||
    hidesCommon(unit, common)
  );
}

/** Whether a common password is left after cutting digits and signs off both ends. */
function hidesCommon(text: string, common: ReadonlySet<string>): boolean {
  const readings = readingsOf(text);
  if (readings.some((reading) => common.has(reading))) return true;
  if (text.length > MAX_DISGUISED || !/\p{L}/u.test(text)) return false;
  const starts = cuts(/^[^\p{L}]*/u.exec(text)?.[0] ?? "", common, "start");
  const ends = cuts(/(?<![^\p{L}])[^\p{L}]*$/u.exec(text)?.[0] ?? "", common, "end");
  return starts.some((start) =>
    ends.some(
      (end) =>
        start.extra + end.extra <= MAX_EXTRA &&
        readings.some((reading) =>
          common.has(unitOf(reading.slice(start.length, text.length - end.length))),
        ),
    ),
  );
}

/** The ways to cut a part off an edge, and how many characters of it have to be guessed. */
function cuts(edge: string, common: ReadonlySet<string>, side: "start" | "end") {
  const longest = Math.min(edge.length, MAX_EDGE);
  return Array.from({ length: longest + 1 }, (_, length) => {
    const part = side === "start" ? edge.slice(0, length) : edge.slice(edge.length - length);
    const isKnown = common.has(part) || isSequence(part) || new Set(part).size === 1;
    return { length, extra: isKnown ? Math.min(length, 1) : part.replace(YEAR, "").length };
  });
}

/** Of `abcabcabc` the `abc`, of all else itself. */
const unitOf = (text: string): string => text.slice(0, (text + text).indexOf(text, 1));

/** The text as typed, and as leet; `1` stands for two letters. */
function readingsOf(text: string): string[] {
  const leet = (one: string) =>
    Array.from(text, (character) => (character === "1" ? one : (LEET[character] ?? character)));
  return [text, leet("i").join(""), leet("l").join("")];
}

/** The words of names and addresses, longest first. The last part of a domain says nothing. */
function partsOf(words: readonly string[]): string[] {
  const parts = words.flatMap((word) => {
    const text = fold(word);
    return (text.includes("@") ? text.replace(/\.[^.]*$/, "") : text).split(/[^\p{L}\p{N}]+/u);
  });
  return [...new Set(parts)]
    .filter((part) => part.length >= MIN_OWN_WORD)
    .sort((a, b) => b.length - a.length);
}

/** 1234567890, abcdefghij, 9876543210. */
function isSequence(text: string): boolean {
  const codes = Array.from(text, (character) => character.codePointAt(0) ?? 0);
  const steps = codes.slice(1).map((code, index) => code - (codes[index] ?? 0));
  return steps.every((step) => step === 1 || step === -9) || steps.every((step) => step === -1);
}

/** Without case, accents (of Latin, Greek and Cyrillic letters) and different widths of letters. */
const fold = (text: string): string =>
  text
    .normalize("NFKD")
    .slice(0, MAX_LENGTH)
    .replace(/[\u0300-\u036f]/g, "")
    .toLowerCase();
