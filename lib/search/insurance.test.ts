import { afterEach, beforeEach, expect, it } from "vitest";
import { supply } from "../env.ts";
import { insuranceIndex, insuranceKeys } from "./insurance.ts";

const keyOf = (id: string, byte: number) => `${id}:${Buffer.alloc(32, byte).toString("base64")}`;
beforeEach(() => {
  supply({ ENCRYPTION_KEYS: keyOf("one", 1) });
});
afterEach(() => {
  supply({ ENCRYPTION_KEYS: keyOf("test", 7) });
});

const finds = (typed: string, number: string): boolean => {
  const index = insuranceIndex(number);
  return insuranceKeys(typed).some((key) => index.includes(key));
};

it.each([
  ["P/161130/01/2024/012345", ["2345", "p161130012024012345", "P/161130/01/2024/012345"], 2],
  ["756.1234.5678.97", ["7897", "8.97", "756 1234 5678 97", "7561234567897"], 3],
  ["ABCDEF", ["cdef", "abcdef", "CDEF"], 2],
  ["1234", ["1234"], 1],
  ["保険-12345", ["2345", "保険12345"], 2],
  ["١٢٣٤٥٦", ["3456", "123456", "٣٤٥٦"], 2],
])("%j is found by %j", (number, typed, hashes) => {
  for (const text of typed) expect([text, finds(text, number)]).toEqual([text, true]);
  for (const text of ["", "12", "5678", "9999"])
    expect([text, finds(text, number)]).toEqual([text, false]);
  expect(insuranceIndex(number)).toHaveLength(hashes);
});

it.each(["-7", "/"])("%j has a hash although it is too short to be found", (number) => {
  expect(insuranceIndex(number)).toHaveLength(1);
  expect(finds(number, number)).toBe(false);
});

it("is found with hashes of any of the keys, and not with those of a key that is gone", () => {
  const index = insuranceIndex("K123456789");
  const found = () => insuranceKeys("6789").some((key) => index.includes(key));
  supply({ ENCRYPTION_KEYS: [keyOf("two", 2), keyOf("one", 1)].join(",") });
  expect(found()).toBe(true);
  supply({ ENCRYPTION_KEYS: keyOf("two", 2) });
  expect(found()).toBe(false);
});
