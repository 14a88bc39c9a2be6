import type { LocalDay } from "../time/local-day.ts";
import { datesIn } from "./dates.ts";
import { insuranceKeys } from "./insurance.ts";
import { foldLetters, foldName, phoneDigits } from "./rules.ts";
import { partsOf, typosOf } from "./typos.ts";

/** One part of a search, which has to match in one of these ways. Ways that are null or empty are left out. */
export interface Term {
  /** A word of a name, folded, as a pattern of LIKE. */
  word: string | null;
  /** The same with one wrong letter, as patterns of LIKE. */
  typos: string[];
  /** Parts of the word: each of the typos contains at least one of them. As patterns of LIKE. */
  parts: string[];
  /** Birth dates. */
  dates: LocalDay[];
  /** Parts of a phone number. */
  digits: string[];
  /** A part of an e-mail address, as a pattern of LIKE. */
  email: string | null;
  /** Keyed hashes of an insurance number, or of its end. */
  keys: string[];
}

/** A search by words in any order, for `find_patients`, `find_users` and `find_doctors`. */
export interface SearchTerms {
  /** All have to be found. */
  terms: Term[];
  /** Or the whole text is an insurance number, typed with blanks. */
  keys: string[];
}

/** How many parts of a search are looked at. */
const MAX_TERMS = 12;
/** How many digits tell a phone number from a number in a name. */
const MIN_PHONE_DIGITS = 4;
const NOTHING: Term = {
  word: null,
  typos: [],
  parts: [],
  dates: [],
  digits: [],
  email: null,
  keys: [],
};

const isEmail = (token: string): boolean => token.includes("@") && token !== "@";

/** Parses a typed text into terms. A text without a word, a date or a number has no terms. */
export function parseSearch(q: string): SearchTerms {
  const tokens = q.split(/\s+/);
  const emails = tokens.filter(isEmail).map((email) => ({
    ...NOTHING,
    email: likePattern(email.normalize("NFC").toLowerCase()),
  }));
  const others = tokens.filter((token) => !isEmail(token)).join(" ");
  const { found, rest } = datesIn(foldLetters(others));
  const dates = found.map((days) => ({ ...NOTHING, dates: days }));
  const { numbers, words } = split(rest);
  const terms = [...emails, ...dates, ...numbers.map(numberTerm), ...words.map(wordTerm)];
  return { terms: terms.slice(0, MAX_TERMS), keys: insuranceKeys(q) };
}

/** What stands before and within phone numbers: "tel: 555 0199 ext. 12", "555-0199x12". */
const PHONE_WORD = /^(?:tel|phone|fax|ext|extension|x)?[.:;]?$/;
const PHONE_PREFIX = /^tel:|(?:ext\.?|x)(?=\d)/g;

function isNumeric(token: string): boolean {
  const bare = token.replace(PHONE_PREFIX, "");
  return /\d/.test(bare) && !/[\p{L}@%_]/u.test(bare);
}

/** Digits that stand together, as phone numbers are written, are one number; all else are words. */
function split(text: string): { numbers: string[]; words: string[] } {
  const numbers: string[] = [];
  const words: string[] = [];
  let run: string[] = [];
  const end = () => {
    const number = run.join(" ");
    if (phoneDigits(number).length >= MIN_PHONE_DIGITS) numbers.push(number);
    else words.push(...run);
    run = [];
  };
  for (const token of text.split(/\s+/).filter(Boolean)) {
    if (isNumeric(token) || PHONE_WORD.test(token)) run.push(token);
    else {
      end();
      if (isCardNumber(token)) numbers.push(token);
      else words.push(token);
    }
  }
  end();
  return { numbers, words: words.flatMap((word) => foldName(word).split(" ")).filter(Boolean) };
}

/** Letters and digits together, as on insurance cards: `P/161130/01/2024/012345`. */
const isCardNumber = (token: string): boolean => phoneDigits(token).length >= MIN_PHONE_DIGITS;

function numberTerm(number: string): Term {
  const word = foldName(number);
  return {
    ...NOTHING,
    word: word.includes(" ") ? null : likePattern(word),
    digits: /\p{L}/u.test(number.replace(/tel|phone|fax|ext|x/g, "")) ? [] : dialled(number),
    keys: insuranceKeys(number),
  };
}

/** Countries' calling codes of one and two digits (ITU-T E.164); all others have three. */
const CALLING_CODE = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]|\d{3})/;

/**
 * Returns the digits by which a phone number is found however it was typed: without the zeros before
 * it, and without the code of the country.
 */
function dialled(number: string): string[] {
  const digits = phoneDigits(number);
  const withoutZeros = digits.replace(/^0+(?=\d{4})/, "");
  const international = /^\D*\+/.test(number) || digits.startsWith("00");
  const national = withoutZeros.replace(CALLING_CODE, "").replace(/^0/, "");
  const all = international && national.length >= 6 ? [withoutZeros, national] : [withoutZeros];
  return [...new Set(all)];
}

function wordTerm(word: string): Term {
  const typos = typosOf(word);
  return {
    ...NOTHING,
    word: likePattern(word),
    typos,
    parts: typos.length > 0 ? partsOf(word) : [],
    keys: insuranceKeys(word),
  };
}

const likePattern = (text: string): string => text.replaceAll(/[\\%_]/g, "\\$&");
