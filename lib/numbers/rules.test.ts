import fc from "fast-check";
import { expect, it } from "vitest";
import { ambiguousNumberIn, parseTypedNumber, showNumber, writeNumber } from "./rules.ts";

it.each([
  ["0", 0],
  ["5", 5],
  ["-0", 0],
  ["+5", 5],
  ["-5.5", -5.5],
  ["−5,5", -5.5],
  ["4.5", 4.5],
  ["4,5", 4.5],
  ["48,50", 48.5],
  [".5", 0.5],
  ["0.125", 0.125],
  ["0,125", 0.125],
  ["1.2340", 1.234],
  ["01.234", 1.234],
  ["-01,234", -1.234],
  ["2500,125", 2500.125],
  ["150000", 150_000],
  ["1,200,000", 1_200_000],
  ["1.200.000", 1_200_000],
  ["1200000000", 1_200_000_000],
  ["1.234,5", 1234.5],
  ["1,234.5", 1234.5],
  ["1,234.567", 1234.567],
  ["1 234,567", 1234.567],
  ["250 000", 250_000],
  ["250\u202f000", 250_000],
  ["250'000", 250_000],
  ["250’000.25", 250_000.25],
  ["12,34,567", 1_234_567],
  ["٢٥٠", 250],
  ["٤٫٥", 4.5],
  ["۲۵۰٬۰۰۰", 250_000],
  ["２５０．５", 250.5],
  ["12,34", 12.34],
  ["  7  ", 7],
  ["–5", -5],
  ["－５", -5],
  ["\u200e5.1\u200f", 5.1],
  ["250\u200b000", 250_000],
  ["000,125", 0.125],
  ["1\u00a0234\u00a0567,89", 1_234_567.89],
  ["९८.६", 98.6],
  ["-0,0", 0],
  ["0.0000001", 1e-7],
])("reads %j as %d", (text, value) => {
  expect(parseTypedNumber(text)).toEqual({ kind: "number", value });
});

it.each([
  ["250,000", ["250000", "250"]],
  ["250.000", ["250000", "250"]],
  ["4,500", ["4500", "4.5"]],
  ["1.234", ["1234", "01.234"]],
  ["-1,234", ["-1234", "-01.234"]],
  ["\u200e−250,000", ["-250000", "-250"]],
  ["٢٥٠,٠٠٠", ["250000", "250"]],
])("asks back about %j", (text, readings) => {
  expect(parseTypedNumber(text)).toEqual({ kind: "ambiguous", readings });
});

it.each(["1,2,3", "1.2.3", "1,23,4", "5.", "1.234.5", "1,,000", "1 2", "0,123,456"])(
  "does not guess %j",
  (text) => {
    expect(parseTypedNumber(text)).toEqual({ kind: "unreadable" });
  },
);

it.each([
  ...[
    "",
    "..",
    "positive",
    "<5",
    ">100",
    "1:160",
    "10-20",
    "5e6",
    "10⁹",
    "~7",
    "5 mg",
    "1/2",
    "--5",
  ],
])("takes %j for words", (text) => {
  expect(parseTypedNumber(text)).toEqual({ kind: "words" });
});

it("reads what it writes", () => {
  const numbers = fc.oneof(
    fc.integer({ min: -1e12, max: 1e12 }),
    fc
      .tuple(fc.integer({ min: -1e9, max: 1e9 }), fc.integer({ min: 0, max: 6 }))
      .map(([digits, places]) => digits / 10 ** places),
  );
  fc.assert(
    fc.property(numbers, (value) => {
      const read = { kind: "number", value: value + 0 };
      expect(parseTypedNumber(writeNumber(value))).toEqual(read);
      expect(parseTypedNumber(showNumber(value))).toEqual(read);
    }),
  );
});

it.each([
  [250_000, "250\u202f000"],
  [1.234, "01.234"],
  [-1_234_567.5, "-1\u202f234\u202f567.5"],
  [999, "999"],
])("shows %d as %j", (value, text) => {
  expect(showNumber(value)).toBe(text);
});

it.each([
  ["1,000 mg", ["1000", "1"]],
  ["2 x 1.250 mg", ["1250", "1.25"]],
  ["1.234 mg", ["1234", "01.234"]],
  ["01.234 mg", null],
  ["5 mg", null],
  ["0.125 mg", null],
  ["0.5-1.5 mg", null],
  ["1,200,000 IU", null],
  ["1000.5 ml", null],
  ["", null],
])("finds in %j the number that can be read in two ways: %j", (text, readings) => {
  expect(ambiguousNumberIn(text)).toEqual(readings);
});
