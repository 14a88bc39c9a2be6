import { expect, test } from "vitest";
import { pendingOf } from "./migrate.ts";

const first = { name: "1_first", script: "", checksum: "a" };
const second = { name: "2_second", script: "", checksum: "b" };
const applied = { name: "1_first", checksum: "a", finished: true, failed: false };

test("returns what the database lacks, and what was interrupted", () => {
  expect(pendingOf([first, second], [])).toEqual([first, second]);
  expect(pendingOf([first, second], [applied])).toEqual([second]);
  expect(pendingOf([first], [applied])).toEqual([]);
  expect(pendingOf([first, second], [{ ...applied, finished: false }])).toEqual([first, second]);
});

test.each([
  ["newer", { ...applied, name: "3_third" }],
  ["not the one", { ...applied, checksum: "c" }],
])("rejects a database of another history: %s", (words, row) => {
  expect(() => pendingOf([first], [row])).toThrow(words);
});
