import { _createCache, _createIntlFormatters } from "next-intl";
import { expect, it } from "vitest";
import formatMessage from "./format-message.ts";

const cache = _createCache();
const options = { cache, formatters: _createIntlFormatters(cache), locale: "en" };
const words = (message: string, values?: Record<string, string | number>) =>
  formatMessage("key", message, values, options);

const VISIT = "visit of {name}, {time}";

it.each([
  ["محمد", "visit of \u2068محمد\u2069, 16:00-16:30"],
  ["נועה", "visit of \u2068נועה\u2069, 16:00-16:30"],
  ["ܝܘܚܢܢ", "visit of \u2068ܝܘܚܢܢ\u2069, 16:00-16:30"],
  ["ޢަލީ", "visit of \u2068ޢަލީ\u2069, 16:00-16:30"],
  ["Sam محمد", "visit of \u2068Sam محمد\u2069, 16:00-16:30"],
  ["محمد (Mo) 2", "visit of \u2068محمد (Mo) 2\u2069, 16:00-16:30"],
  // What was not closed, or closes what it did not open, ends with the text.
  ["a\u202Eb", "visit of \u2068ab\u2069, 16:00-16:30"],
  ["x\u2069y\u2067", "visit of \u2068xy\u2069, 16:00-16:30"],
  // Nothing to isolate: the text stays as it is, also to copy and to search for.
  ["Ann Lee", "visit of Ann Lee, 16:00-16:30"],
  ["Нина Щукина", "visit of Нина Щукина, 16:00-16:30"],
  ["王芳", "visit of 王芳, 16:00-16:30"],
  ["", "visit of , 16:00-16:30"],
])("keeps the order of a sentence about %j", (name, expected) => {
  expect(words(VISIT, { name, time: "16:00-16:30" })).toBe(expected);
});

it("leaves numbers, choices and messages without parameters alone", () => {
  const count = "{count, plural, one {# visit} other {# visits}} of {name}";
  expect(words(count, { count: 2, name: "محمد" })).toBe("2 visits of \u2068محمد\u2069");
  expect(words("{kind, select, a {A} other {B}}", { kind: "a" })).toBe("A");
  expect(words("Visits")).toBe("Visits");
});
