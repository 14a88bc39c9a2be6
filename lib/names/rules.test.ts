import { expect, it } from "vitest";
import { bothNames, directionOf, hasHidden, normalizeName, withoutHidden } from "./rules.ts";

it.each([
  "O'Connor",
  "O’Connor",
  "d'Artagnan",
  "Jean-Luc",
  "Zoë",
  "José",
  "Nguyễn Thị Lan",
  "Ó Súilleabháin",
  "Dr. Martin Luther King, Jr.",
  "Łukasz Żółć",
  "Þóra Ægisdóttir",
  "Иван Щукин",
  "Αλέξανδρος",
  "Նարեկ",
  "ნინო",
  "דָּוִד",
  "محمد",
  "عَبْد ٱلله",
  // With a zero-width non-joiner, as Persian is written
  "علی\u200Cرضا",
  "مه\u200Cلقا",
  "नेहा",
  // With a zero-width joiner, as Sinhala and Bengali are written
  "ශ්\u200Dරී",
  "র\u200D্যান",
  "മോഹന\u0D4D\u200D",
  "മോഹന\u0D4D\u200D നായർ",
  "தமிழ்",
  "ไชยา",
  "王芳",
  "山田 太郎",
  "辻\u{E0100}",
  "𠮷野",
  "김민수",
  "ᠮᠣᠩᠭᠣᠯ",
  "Ŋuessan Ɛkua",
  // With variation selectors, joiners and tags within an emoji
  "Mo ❤\uFE0F",
  "Mo 👩🏽\u200D⚕\uFE0F",
  "Mo 🏴\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}",
])("takes the name %s", (name) => {
  expect(hasHidden(name)).toBe(false);
  expect(normalizeName(name)).toBe(name.normalize("NFC"));
});

it.each([
  ...["\u202A", "\u202B", "\u202C", "\u202D", "\u202E", "\u2066", "\u2067", "\u2068", "\u2069"],
  ...["\u200E", "\u200F", "\u061C"],
  ...["\u200B", "\u2060", "\u2063", "\uFEFF", "\u00AD", "\u034F", "\u180E", "\u206F"],
  ...["\u115F", "\u1160", "\u3164", "\uFFA0", "\u17B4", "\u2800"],
  ...["\u200C", "\u200D", "\uFE0F", "\u{E0100}", "\u180B"],
  ...["\u{E0001}", "\u{E0041}", "\u{E007F}"],
  ...["\0", "\t", "\n", "\x1b", "\x7f", "\x85"],
  ...["\uE000", "\u{10FFFD}", "\u0378", "\uFFFF", "\uD800", "\uDC00"],
])("finds the hidden character %j between Latin letters", (hidden) => {
  expect(hasHidden(`An${hidden}na`)).toBe(true);
  expect(withoutHidden(`An${hidden}na`)).toBe("Anna");
});

it("finds a joiner that joins nothing", () => {
  for (const name of [
    "علی\u200C",
    "\u200Cعلی",
    "علی\u200C\u200Cرضا",
    "علی\u200C Ann",
    "Ann\u200Cعلی",
  ]) {
    expect(hasHidden(name), JSON.stringify(name)).toBe(true);
  }
});

it.each([
  "Mo\uFE0F",
  "Mo 1\uFE0F",
  "Mo ❤\uFE0F\uFE0F",
  "Mo ❤\uFE0F\u200D",
  "Mo ❤\u200DAnn",
  "\u200D❤",
])("finds what hides next to an emoji in %j", (name) => {
  expect(hasHidden(name)).toBe(true);
});

it("writes a name in one way", () => {
  expect(normalizeName("Jose\u0301")).toBe("José");
  expect(normalizeName("  Ann \u00A0\u3000 Lee\u2003")).toBe("Ann Lee");
});

it.each([
  ["Ann Lee", "ltr"],
  ["王芳", "ltr"],
  ["", "ltr"],
  ["נועה לוי", "rtl"],
  ["محمد", "rtl"],
  ["𐤌𐤋𐤊", "rtl"],
  ["09:30 \u2068נועה\u2069", "rtl"],
  [bothNames({ name: "נועה לוי", preferredName: "Noa" }), "ltr"],
  [bothNames({ name: "Noa Levy", preferredName: "נועה" }), "rtl"],
])("finds where %j begins: %s", (text, direction) => {
  expect(directionOf(text)).toBe(direction);
});
