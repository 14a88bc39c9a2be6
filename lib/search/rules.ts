// How names are compared in searches. `fold_name` of the database is made from the tables of this
// file (lib/testing/fold-sql.ts), and a test compares the two.

/** Apostrophes of all kinds, with the letters and accents that are typed for them: O’Connor, Hawaiʻi. */
export const APOSTROPHES = [
  "'`\u00B4\u02B9-\u02BF\u02C8\u02CA\u02CB\u02EE\u0384\u055A\u05F3\u05F4\u07F4\u07F5",
  "\u1FBD\u1FBF\u1FEF\u1FFD\u1FFE\u2018-\u201B\u2032\u2035\uA78B\uA78C\uFF07\uFF40",
].join("");

/** Accents and points on letters. Vowel signs of Indic and Thai letters and of kana are no accents. */
export const MARKS = [
  // Latin, Greek, Cyrillic
  "\u0300-\u036F\u0483-\u0487\u1AB0-\u1ACE\u1DC0-\u1DFF\u20D0-\u20F0\uFE20-\uFE2F",
  // Hebrew points, Arabic vowels, hamza above and below a letter, Syriac points, the nukta of Hindi
  "\u0591-\u05BD\u05BF\u05C1\u05C2\u05C4\u05C5\u05C7\u0610-\u061A\u064B-\u065F\u0670",
  "\u06D6-\u06DC\u06DF-\u06E4\u06E7\u06E8\u06EA-\u06ED\u0711\u0730-\u074A\u08CA-\u08E1\u08E3-\u08FF\u093C",
].join("");

/** What is not seen: joiners, marks of direction, soft hyphens, variants, the Arabic tatweel. */
export const UNSEEN =
  "\u00AD\u034F\u061C\u0640\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\uFE00-\uFE0F\uFEFF\u{E0100}-\u{E01EF}";

/** What stands between words: blanks, hyphens of all kinds, full stops, commas, brackets, quotes. */
export const BREAKS = [
  "\\s\u00A0\u1680\u2000-\u200A\u2028\u2029\u202F\u205F\u3000",
  "\\-\u058A\u05BE\u1400\u1806\u2010-\u2015\u2043\u2212\u2E17\u2E1A\u2E3A\u2E3B\u301C\u3030\u30A0",
  '.,:;/()\\[\\]"&+\u00B7\u060C\u061B\u2022\u201C-\u201F\u00AB\u00BB\u3001\u3002\u30FB',
].join("");

/**
 * Small letters that Unicode does not take apart, each before what it is searched as. Those of the Latin
 * script are the ones of any-ascii, which a test compares.
 */
export const LETTERS = [
  // Latin letters of Europe, Africa, Asia and the Americas
  "ßss æae ðd øo þth đd ħh ıi ĸq łl ŋng œoe ŧt ƀb ƃb ƈc ƌd ƍz ƒf ƕhw ƙk ƚl ƛl ƞn ƣgh ƥp ƪsh ƫt ƭt",
  "ƴy ƶz ƺzh ƾts ƿw ǝe ǣae ǥg ǯzh ǽae ǿo ȝy ȡd ȣou ȥz ȴl ȵn ȶt ȷj ȸdb ȹqp ȼc ȿs ɀz ɇe ɉj ɋq ɍr ɏy",
  "ɐa ɑa ɒa ɓb ɔo ɕc ɖd ɗd ɘe əe ɚer ɛe ɜe ɝer ɞo ɟj ɠg ɡg ɢg ɣg ɤu ɥy ɦh ɧh ɨi ɩi ɪi ɫl ɬl ɭl ɮlzh",
  "ɯw ɰw ɱm ɲn ɳn ɴn ɵo ɶoe ɷu ɸf ɹr ɺr ɻr ɼr ɽr ɾr ɿi ʀr ʁr ʂs ʃsh ʄj ʅi ʆsh ʇt ʈt ʉu ʊu ʋv ʌa ʍw",
  "ʎy ʏy ʐz ʑz ʒzh ʓzh ⱡl ⱥa ⱦt ⱨh ⱪk ⱬz ⱱv ⱳw",
  // Greek final sigma, Ukrainian ghe
  "\u03C2\u03C3 \u0491\u0433",
  // Arabic: wasla, farsi yeh, alef maksura, yeh barree, keheh, gaf and heh of Persian and Urdu, teh
  // marbuta; a hamza by itself is left out.
  "\u0671\u0627 \u06CC\u064A \u0649\u064A \u06D2\u064A \u06A9\u0643 \u0629\u0647 \u06C1\u0647 \u06BE\u0647 \u06D5\u0647 \u06C3\u0647 \u0621",
  // Final letters of Hebrew
  "\u05DA\u05DB \u05DD\u05DE \u05DF\u05E0 \u05E3\u05E4 \u05E5\u05E6",
  // Digits: Arabic, Persian, Devanagari, Bengali, Thai
  ...[0x660, 0x6f0, 0x966, 0x9e6, 0xe50].map((zero) =>
    Array.from({ length: 10 }, (_, digit) => `${String.fromCodePoint(zero + digit)}${digit}`).join(
      " ",
    ),
  ),
]
  .join(" ")
  .split(" ");

const DROPPED = new RegExp(`[${APOSTROPHES}${MARKS}${UNSEEN}]`, "gu");
const BROKEN = new RegExp(`[${BREAKS}]+`, "gu");
const SEARCHED_AS = new Map(LETTERS.map((entry) => [entry.slice(0, 1), entry.slice(1)]));
const LETTER = new RegExp(`[${[...SEARCHED_AS.keys()].join("")}]`, "gu");

/** Returns a text in small letters without accents, with its blanks and signs. */
export function foldLetters(text: string): string {
  return text
    .replace(DROPPED, "")
    .normalize("NFKD")
    .replace(DROPPED, "")
    .toLowerCase()
    .replace(LETTER, (letter) => SEARCHED_AS.get(letter) ?? letter);
}

/**
 * Returns a name as it is searched, as `fold_name` of the database does: small letters without accents
 * and apostrophes, with one blank between words and for hyphens, full stops and commas.
 */
export const foldName = (text: string): string => foldLetters(text).replace(BROKEN, " ").trim();

/** Returns the digits of a phone number as it was typed, in any script. */
export const phoneDigits = (text: string): string => foldLetters(text).replace(/\D/g, "");
