import anyAscii from "any-ascii";
import { describe, expect, it } from "vitest";
import { foldName, LETTERS, phoneDigits } from "./rules.ts";

describe("a folded name", () => {
  it.each([
    ["Yılmaz", "yilmaz"],
    ["İPEK IŞIK", "ipek isik"],
    ["Søren Ærø", "soren aero"],
    ["Weiß", "weiss"],
    ["WEIẞ", "weiss"],
    ["Đức", "duc"],
    ["Nguyễn Thị Hồng", "nguyen thi hong"],
    ["Łukaszewska", "lukaszewska"],
    ["Þórður Guðmundsson", "thordur gudmundsson"],
    ["Œuvrard", "oeuvrard"],
    ["Ŋoma Ƙaura Ɓala", "ngoma kaura bala"],
    ["Əliyev", "eliyev"],
    ["Ĳsbrand Dŵr", "ijsbrand dwr"],
    ["El-Sayed", "el sayed"],
    ["Smith‐Jones", "smith jones"],
    ["Smith\u2011Jones\u2013Lee\u2014May\u2212Roe", "smith jones lee may roe"],
    ["Jean\u00ADPaul", "jeanpaul"],
    ["J.R. Smith, Jr.", "j r smith jr"],
    ["de la Cruz  (Ana)", "de la cruz ana"],
    ["Ｊｏｈｎ　Ｌｅｅ", "john lee"],
    ["أحمد", "احمد"],
    ["إبراهيم آدم ٱلله", "ابراهيم ادم الله"],
    ["فاطمة", "فاطمه"],
    ["مُحَمَّد", "محمد"],
    ["محـــمد", "محمد"],
    ["علی کریم", "علي كريم"],
    ["مصطفى علاء", "مصطفي علا"],
    ["می‌خواهم", "ميخواهم"],
    ["שָׁלוֹם כֹּהֵן", "שלומ כהנ"],
    ["Γιώργος Παπαδόπουλος", "γιωργοσ παπαδοπουλοσ"],
    ["Фёдор Йовович Ґудзь", "федор иовович гудзь"],
    ["मीना", "मीना"],
    ["パブロ", "パブロ".normalize("NFKD")],
    ["王小明", "王小明"],
    ["O\u2019Connor\u202E", "oconnor"],
    [" \u3000.", ""],
  ])("of %j is %j", (name, folded) => {
    expect(foldName(name)).toBe(folded);
    expect(foldName(folded)).toBe(folded);
  });

  it.each(Array.from("'’‘ʼ`´′ʻʹ＇‛ʾ"))("has no apostrophe %s", (apostrophe) => {
    expect(foldName(`O${apostrophe}Connor`)).toBe("oconnor");
  });

  it("keeps other signs as they are", () => {
    expect(foldName("Zoë 100% A_B @x")).toBe("zoe 100% a_b @x");
  });
});

/** Letters of European, African and American orthographies that are not letters and marks already. */
function undecomposed(): string[] {
  const ranges = [
    [0xdf, 0x24f],
    [0x250, 0x294],
    [0x2c60, 0x2c73],
  ] as const;
  return ranges
    .flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)),
    )
    .filter((letter) => /\p{Ll}/u.test(letter) && !/^[a-z]/.test(letter.normalize("NFKD")));
}

// What any-ascii has no letters for are signs of phonetics and former letters of tones.
it("has the letters of any-ascii", () => {
  const table = new Map(LETTERS.map((entry) => [entry.slice(0, 1), entry.slice(1)]));
  const known = undecomposed()
    .map((letter) => [letter, anyAscii(letter).toLowerCase()] as const)
    .filter(([, letters]) => /^[a-z]+$/.test(letters));
  expect(known.length).toBeGreaterThan(120);
  expect(known.filter(([letter, letters]) => table.get(letter) !== letters)).toEqual([]);
});

it("has each letter once", () => {
  const letters = LETTERS.map((entry) => entry.slice(0, 1));
  expect(letters.filter((letter, at) => letters.indexOf(letter) !== at)).toEqual([]);
});

it.each([
  ["+1 (555) 010-0199", "15550100199"],
  ["٠١٢٣ ٤٥٦٧", "01234567"],
  ["۰۹۱۲۳۴۵", "0912345"],
  ["（０３）１２３４", "031234"],
  ["555–0199 ext. 12", "555019912"],
])("reads the digits of %j", (phone, digits) => {
  expect(phoneDigits(phone)).toBe(digits);
});
