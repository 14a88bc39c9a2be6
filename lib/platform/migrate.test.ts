import { expect, test } from "vitest";
import { pendingOf } from "./migrate.ts";

const first = { name: "1_first", script: "", checksum: "a" };
const second = { name: "2_second", script: "", checksum: "b" };
const applied = { name: "1_first", checksum: "a", finished: true };

test("what the database lacks is pending", () => {
  expect(pendingOf([first, second], [])).toEqual([first, second]);
  expect(pendingOf([first, second], [applied])).toEqual([second]);
  expect(pendingOf([first], [applied])).toEqual([]);
});

test.each([
  ["newer", { ...applied, name: "3_third" }],
  ["half-way", { ...applied, finished: false }],
  ["not the one", { ...applied, checksum: "c" }],
])("a database of another history is refused: %s", (words, row) => {
  expect(() => pendingOf([first], [row])).toThrow(words);
});
