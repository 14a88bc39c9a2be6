import { expect, it } from "vitest";
import { optionalWords, requiredWords, ticked, wholeNumber } from "./schema.ts";

const INVISIBLE = ["", "   ", "\u200b", "\u200b \u2060\n", "\ufeff\u00ad"];

it.each(INVISIBLE)("takes what nobody can see for no words (%j)", (text) => {
  expect(requiredWords(10).safeParse(text).error?.issues[0]?.message).toBe("required");
  expect(optionalWords(10).parse(text)).toBeNull();
});

it("keeps what is written, joined emoji included, without the blanks around it", () => {
  const family = "\u{1F468}\u200d\u{1F467}";
  expect(requiredWords(10).parse(` ${family} `)).toBe(family);
  expect(optionalWords(10).parse("a\u200bb")).toBe("a\u200bb");
  expect(optionalWords(10).parse(undefined)).toBeUndefined();
});

it("reads a whole number and its figures, and makes none of anything else", () => {
  const number = wholeNumber(0, 100);
  expect([number.parse(7), number.parse(" 7 ")]).toEqual([7, 7]);
  const others = ["", "7.5", "1e1", "0x7", "seven", true, null, [7], { gt: 1 }, 7.5, -1, 101];
  for (const other of others)
    expect(number.safeParse(other).success, JSON.stringify(other)).toBe(false);
});

it("takes a box for ticked, unticked or a mistake", () => {
  expect([true, "on", false, undefined].map((value) => ticked.parse(value))).toEqual([
    true,
    true,
    false,
    false,
  ]);
  for (const other of ["", "off", "true", 1, 0, null, {}]) {
    expect(ticked.safeParse(other).success, JSON.stringify(other)).toBe(false);
  }
});
