import { iso6393 } from "iso-639-3";
import { SHARED_SIGN_LANGUAGE_NAMES, SIGN_LANGUAGE_NAMES } from "./sign-languages.ts";

// Languages as BCP 47 tags, and their names. For the server alone: the list of ISO 639-3 has 7,867 names.

const LOCALE = "en";

/** Languages to choose from: those with most speakers, and widely used sign languages (BCP 47). */
export const COMMON_LANGUAGES: readonly string[] = `
  af ak sq am ar hy as ay az bm eu be bn shi bs bg my ca ceb ckb ny zh cmn yue nan hak wuu hr cs da prs din dv nl ee en
  et fil fi fr ff gaa gl lg ka de gsw el gn gu ht ha haw he hi hmn hu is ig ilo id ga it jam ja jv kab kn kk km ki rw
  rn ko kri ku kmr ky lo la lv ln lt lb luo mk mg ms ml mt mi mr mam mn ne no nso om or ps fa pl pt pt-BR pa qu quc rhg
  ro rom ru sg sa gd sr sn sd si sk sl so es es-MX su sw sv tg ta tt te th bo ti to ts tn tr tk uk ur ug uz vi cy wo
  xh yi yo za zu ase bfi gsg fsl ise ssp dse psr swl nsl dsl fse bzs mfs fcs asf nzs jsl csl kvk ins rsl pso tsm asq isg
  sfs fon sgg ssr`
  .trim()
  .split(/\s+/);

/** Other names in use. */
const ALIASES: Record<string, string> = {
  azeri: "az",
  burmese: "my",
  castilian: "es",
  chichewa: "ny",
  farsi: "fa",
  flemish: "nl-BE",
  gaelic: "gd",
  hokkien: "nan",
  kurmanji: "kmr",
  mandarin: "cmn",
  moldovan: "ro",
  rohingya: "rhg",
  shanghainese: "wuu",
  sinhalese: "si",
  sorani: "ckb",
  taiwanese: "nan",
};

const names = new Intl.DisplayNames(LOCALE, { type: "language", fallback: "none" });
const languages = new Map(iso6393.map((each) => [each.iso6391 ?? each.iso6393, each.name]));
const shortCodes = new Map(
  iso6393.flatMap(({ iso6393: long, iso6391: short }) => (short ? [[long, short]] : [])),
);

/** `de`, `pt-BR`; more than 35 characters are no tag that is in use (RFC 5646, 4.4.1). */
const TAG = /^(?=.{2,35}$)[a-z]{2,3}(-[a-z\d]{1,8})*$/i;
const shared = new Set(SHARED_SIGN_LANGUAGE_NAMES.map(comparable));
const PRIVATE_USE = /^q[a-t][a-z]$/;
const ANY = "qaa";

/**
 * Returns the BCP 47 tag of a language that is written as a tag or by its name, in English or in the
 * language itself; null for what names no language.
 */
export function languageTag(text: string): string | null {
  const typed = text.trim();
  if (namesSeveral(typed)) return null;
  // "Ga" and "ASL" are names, while "ga" and "asl" are the tags of other languages.
  return typed !== typed.toLowerCase() && !typed.includes("-")
    ? (namedLanguage(typed) ?? canonicalTag(typed))
    : (canonicalTag(typed) ?? namedLanguage(typed));
}

/** Returns whether several sign languages are called so. In small letters, `isl` is the tag of Icelandic. */
export function namesSeveral(text: string): boolean {
  const typed = text.trim();
  return (
    shared.has(comparable(typed)) && (typed !== typed.toLowerCase() || canonicalTag(typed) === null)
  );
}

/** Returns languages as tags, each once; words that name no known language stay as they are. */
export const languageTags = (list: readonly string[]): string[] => [
  ...new Set(list.map((each) => languageTag(each) ?? each)),
];

function canonicalTag(typed: string): string | null {
  if (!TAG.test(typed)) return null;
  // An extended subtag stands for the language itself: `zh-yue` is `yue` (RFC 5646, 4.5).
  const tag = typed.toLowerCase().replace(/^[a-z]{2,3}-(?=[a-z]{3}(-|$))/, "");
  const first = tag.split("-", 1)[0] ?? "";
  const language = shortCodes.get(first) ?? first;
  const rest = tag.slice(first.length);
  const canonical = canonicalLocale(language + rest);
  // CLDR replaces some languages by a larger one, Mandarin by Chinese for example: that is kept apart.
  if (canonical && languages.has(language) && languageOf(canonical) !== language) {
    return canonicalLocale(ANY + rest)?.replace(ANY, language) ?? null;
  }
  return canonical && isKnown(languageOf(canonical)) ? canonical : null;
}

const languageOf = (tag: string): string => tag.split("-", 1)[0] ?? "";

const isKnown = (language: string): boolean =>
  languages.has(language) || names.of(language) !== undefined || PRIVATE_USE.test(language);

function canonicalLocale(tag: string): string | null {
  try {
    return Intl.getCanonicalLocales(tag)[0] ?? null;
  } catch {
    return null;
  }
}

/** Languages by name, first the usual names. Made when they are needed: the second takes a while. */
const indexes = [new Map<string, string>(), new Map<string, string>()] as const;

function namedLanguage(name: string): string | null {
  const [usual, all] = indexes;
  if (usual.size === 0) fill(usual, usualNames());
  const found = usual.get(comparable(name));
  if (found !== undefined) return found;
  if (all.size === 0)
    fill(
      all,
      [...languages.keys()].map((tag) => [names.of(tag), tag]),
    );
  return all.get(comparable(name)) ?? null;
}

type Named = [name: string | undefined, tag: string];

const usualNames = (): Named[] => [
  ...COMMON_LANGUAGES.map((tag): Named => [formatLanguage(tag), tag]),
  ...COMMON_LANGUAGES.map((tag): Named => [ownName(tag), tag]),
  ...Object.entries(ALIASES),
  ...Object.entries(SIGN_LANGUAGE_NAMES).flatMap(([tag, called]) =>
    called.map((name): Named => [name, tag]),
  ),
  ...[...languages].map(([tag, name]): Named => [name, tag]),
];

const ownName = (tag: string) =>
  new Intl.DisplayNames(tag, { type: "language", fallback: "none" }).of(tag);

function fill(index: Map<string, string>, named: readonly Named[]): void {
  for (const [name, tag] of named) {
    if (name && !index.has(comparable(name))) index.set(comparable(name), tag);
  }
}

function comparable(name: string): string {
  return name
    .normalize("NFD")
    .replaceAll(/[\u0300-\u036f]/g, "")
    .replaceAll(/\s+/g, " ")
    .trim()
    .toLowerCase();
}

/** "de" -> "German", "gsg" -> "German Sign Language"; what is no tag stays as it is. */
export function formatLanguage(language: string): string {
  if (!TAG.test(language) || canonicalTag(language) !== language) return language;
  // Extensions and private parts have no name.
  const tag = language.replace(/-[a-wy-z\d]-.*|-x-.*/, "");
  const known = canonicalLocale(tag) === tag ? names.of(tag) : undefined;
  if (known !== undefined) return known;
  const [first = "", ...rest] = tag.split("-");
  const name = languages.get(first) ?? names.of(first) ?? first;
  return rest.length > 0 ? `${name} (${rest.join(", ")})` : name;
}

/** Writes a language for a field so that `languageTag` reads the same language: its name, or its tag. */
export function writeLanguage(language: string): string {
  const name = formatLanguage(language);
  return (languageTag(name) ?? name) === language ? name : language;
}
