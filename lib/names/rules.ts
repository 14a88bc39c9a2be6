// Names of people and things: others read them, so two that look alike must be alike, and none may
// change how the text around it is shown.

/** A letter, or a mark on one, of a script in which a joiner changes how letters look. */
const JOINED_LETTER = String.raw`[[\p{L}\p{M}]&&[\p{scx=Arab}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}]]`;

const ALLOWED = [
  // Whole emoji: some have a joiner, a variation selector or tags within.
  String.raw`\p{RGI_Emoji}`,
  String.raw`(?<=${JOINED_LETTER})[\u200C\u200D](?=${JOINED_LETTER})`,
  // Older Malayalam text writes the last consonant of a word so.
  String.raw`(?<=\u0D4D)\u200D`,
  // Variants of Chinese and Mongolian letters.
  String.raw`(?<=\p{scx=Hani})[\uFE00-\uFE02\u{E0100}-\u{E01EF}]`,
  String.raw`(?<=\p{scx=Mong})[\u180B-\u180D\u180F]`,
].join("|");

/**
 * Controls (of text direction too), unassigned and private characters, and what is drawn as nothing:
 * fillers of Hangul, variation selectors, tags, the empty Braille pattern.
 */
const HIDDEN = String.raw`[\p{C}\p{Default_Ignorable_Code_Point}\u2800]`;

const ALLOWED_OR_HIDDEN = new RegExp(`(${ALLOWED})|${HIDDEN}`, "gv");

/** Returns a name in one spelling: composed letters (NFC), one blank between words, none around. */
export const normalizeName = (text: string): string =>
  text
    .normalize("NFC")
    .replace(/\p{Z}+/gu, " ")
    .trim();

/** Returns a text without the characters that no name needs and that readers cannot see. */
export const withoutHidden = (text: string): string =>
  text.replace(ALLOWED_OR_HIDDEN, (_character, allowed?: string) => allowed ?? "");

/** Returns whether a text has characters that `withoutHidden` takes out. */
export const hasHidden = (text: string): boolean => withoutHidden(text) !== text;

/** Who has a legal name, and perhaps another by which they are called. */
export interface Named {
  name: string;
  preferredName: string | null;
}

/** Returns the name by which people are addressed. Records, exports and documents have the legal one. */
export const calledName = ({ name, preferredName }: Named): string => preferredName ?? name;

/** Returns both names, as staff needs them for calling and for identifying: "Sam (Samantha Lee)". */
export const bothNames = ({ name, preferredName }: Named): string =>
  preferredName === null || preferredName === name
    ? name
    : `${isolated(preferredName)} (${isolated(name)})`;

/** Letters that are written from right to left, and controls of text direction. */
const TURNS =
  /[\u0590-\u08FF\u200F\u202A-\u202E\u2066-\u2069\uFB1D-\uFDFF\uFE70-\uFEFC\u{10800}-\u{10FFF}\u{1E800}-\u{1EFFF}]/u;

/** Returns the direction of the first letter: set on an element, a long name is cut at its end. */
export function directionOf(text: string): "ltr" | "rtl" {
  const [letter = ""] = /\p{L}/u.exec(text) ?? [];
  return TURNS.test(letter) ? "rtl" : "ltr";
}

/** Embeddings, overrides and isolates: one that is not closed would reach beyond its text. */
const CONTROLS = /[\u202A-\u202E\u2066-\u2069]/gu;

/**
 * Returns text that a person entered for use within other plain text (messages, titles, labels): Arabic or
 * Hebrew in it does not change the order of what stands around it. Other text stays as it is. In elements,
 * `Entered` does the same without characters that would be copied along. Not for CSV or JSON.
 *
 * @see https://www.w3.org/International/questions/qa-bidi-unicode-controls
 */
export function isolated(text: string): string;
export function isolated(text: string | null): string | null;
export function isolated(text: string | null): string | null {
  return text !== null && TURNS.test(text) ? `\u2068${text.replace(CONTROLS, "")}\u2069` : text;
}
