import { expect, it } from "vitest";
import { optionalWords, requiredWords } from "./schema.ts";

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
