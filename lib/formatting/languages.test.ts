import { expect, it } from "vitest";
import {
  COMMON_LANGUAGES,
  formatLanguage,
  languageTag,
  namesSeveral,
  writeLanguage,
} from "./languages.ts";
import { SIGN_LANGUAGE_NAMES } from "./sign-languages.ts";

it.each([
  ["de", "de"],
  ["DE", "de"],
  ["deu", "de"],
  [" pt-br ", "pt-BR"],
  ["zh-hant-tw", "zh-Hant-TW"],
  ["es-419", "es-419"],
  ["sr-Latn", "sr-Latn"],
  ["de-CH-1996", "de-CH-1996"],
  ["en-x-home", "en-x-home"],
  // Replaced tags.
  ["iw", "he"],
  ["in", "id"],
  ["ji", "yi"],
  ["mo", "ro"],
  ["sgn-US", "ase"],
  ["sgn-GB", "bfi"],
  ["zh-yue", "yue"],
  ["sgn-ase", "ase"],
  // Languages that CLDR replaces by a larger one.
  ["cmn", "cmn"],
  ["cmn-Hans-CN", "cmn-Hans-CN"],
  ["prs", "prs"],
  ["kmr", "kmr"],
  ["tl", "tl"],
  ["tw", "tw"],
  ["ase", "ase"],
  ["bfi", "bfi"],
  ["gsg", "gsg"],
  ["mix", "mix"],
  ["ga", "ga"],
  ["qaa", "qaa"],
])("reads the tag %j as %s", (text, tag) => {
  expect(languageTag(text)).toBe(tag);
});

it.each([
  ["English", "en"],
  ["english", "en"],
  ["GERMAN", "de"],
  ["Deutsch", "de"],
  ["français", "fr"],
  ["Francais", "fr"],
  ["Türkçe", "tr"],
  ["中文", "zh"],
  ["العربية", "ar"],
  ["Tiếng Việt", "vi"],
  ["Mandarin", "cmn"],
  ["Mandarin Chinese", "cmn"],
  ["Cantonese", "yue"],
  ["Farsi", "fa"],
  ["Dari", "prs"],
  ["Tagalog", "tl"],
  ["Ga", "gaa"],
  ["Ewe", "ee"],
  ["Brazilian Portuguese", "pt-BR"],
  ["American  Sign Language", "ase"],
  ["British Sign Language", "bfi"],
  ["ASL", "ase"],
  ["German Sign Language", "gsg"],
  ["Northern Kurdish", "kmr"],
  ["Navajo", "nv"],
])("finds the language that is called %j", (name, tag) => {
  expect(languageTag(name)).toBe(tag);
});

it.each([
  ["DGS", "gsg"],
  ["Dgs", "gsg"],
  ["Deutsche Gebärdensprache", "gsg"],
  ["ÖGS", "asq"],
  ["DSGS", "sgg"],
  ["LSF", "fsl"],
  ["Langue des signes française", "fsl"],
  ["LSQ", "fcs"],
  ["LSE", "ssp"],
  ["LIS", "ise"],
  ["NGT", "dse"],
  ["VGT", "vgt"],
  ["Libras", "bzs"],
  ["PJM", "pso"],
  ["TİD", "tsm"],
  ["TID", "tsm"],
  ["JSL", "jsl"],
  ["日本手話", "jsl"],
  ["Auslan", "asf"],
  ["NZSL", "nzs"],
  ["BSL", "bfi"],
])("finds the sign language that signers call %j", (name, tag) => {
  expect(languageTag(name)).toBe(tag);
});

it.each(["dgs", "lis", "ngt", "asl"])("reads %s in small letters as a tag", (tag) => {
  expect(languageTag(tag)).toBe(tag);
});

it("calls each sign language by its own names alone", () => {
  for (const [tag, called] of Object.entries(SIGN_LANGUAGE_NAMES)) {
    for (const name of called) expect([name, languageTag(name)]).toEqual([name, tag]);
  }
});

it.each(["ISL", "Isl", "Gebärdensprache", "sign language"])(
  "asks which sign language %j is",
  (name) => {
    expect(namesSeveral(name)).toBe(true);
    expect(languageTag(name)).toBeNull();
  },
);

it("reads isl in small letters as Icelandic", () => {
  expect(namesSeveral("isl")).toBe(false);
  expect(languageTag("isl")).toBe("is");
});

it.each([
  "",
  "x",
  "xqq",
  "Klingonese",
  "en_US",
  "de-",
  "-de",
  "x-private",
  "de-toolongsubtag",
  "ab".repeat(40),
  "<b>",
  "en\u202e",
])("finds no language in %j", (text) => {
  expect(languageTag(text)).toBeNull();
});

it.each([
  ["de", "German"],
  ["pt-BR", "Brazilian Portuguese"],
  ["cmn", "Mandarin Chinese"],
  ["cmn-TW", "Mandarin Chinese (TW)"],
  ["prs", "Dari"],
  ["ase", "American Sign Language"],
  ["bfi", "British Sign Language"],
  ["gsg", "German Sign Language"],
  ["gsg-AT", "German Sign Language (AT)"],
  ["de-u-co-phonebk", "German"],
  ["en-x-home", "English"],
  ["qaa", "qaa"],
  // No tags.
  ["Plattdüütsch", "Plattdüütsch"],
  ["German", "German"],
  ["Ga", "Ga"],
])("calls %s %j", (tag, name) => {
  expect(formatLanguage(tag)).toBe(name);
});

it("offers 180 languages, each of which can be chosen by its name", () => {
  expect(new Set(COMMON_LANGUAGES).size).toBe(180);
  for (const tag of COMMON_LANGUAGES) {
    expect(formatLanguage(tag)).not.toBe(tag);
    expect([tag, languageTag(formatLanguage(tag))]).toEqual([tag, tag]);
  }
});

it.each([
  ["de", "German"],
  ["cmn", "Mandarin Chinese"],
  ["cmn-TW", "cmn-TW"],
  ["de-AT", "de-AT"],
  ["Plattdüütsch", "Plattdüütsch"],
])("writes %s as %j, which is read as the same", (language, text) => {
  expect(writeLanguage(language)).toBe(text);
  expect(languageTag(text) ?? text).toBe(language);
});
