import { beforeAll, describe, expect, it } from "vitest";
import { supply } from "../env.ts";
import { parseSearch } from "./terms.ts";
import { typosOf } from "./typos.ts";

beforeAll(() => {
  supply({ ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` });
});

const terms = (q: string) => parseSearch(q).terms;
const dates = (q: string) => terms(q).flatMap((term) => term.dates);
const words = (q: string) => terms(q).flatMap(({ word }) => word ?? []);

describe("a birth date", () => {
  it.each([
    ["1980-05-17", ["1980-05-17"]],
    ["1980/5/7", ["1980-05-07"]],
    ["1980. 05. 17.", ["1980-05-17"]],
    ["1980年5月17日", ["1980-05-17"]],
    ["17.05.1980", ["1980-05-17"]],
    ["17.5.80", ["1980-05-17", "2080-05-17"]],
    ["5/17/1980", ["1980-05-17"]],
    ["17/5/1980", ["1980-05-17"]],
    ["17-05-1980", ["1980-05-17"]],
    ["3/4/1980", ["1980-03-04", "1980-04-03"]],
    ["3/4/26", ["1926-03-04", "1926-04-03", "2026-03-04", "2026-04-03"]],
    ["17 May 1980", ["1980-05-17"]],
    ["May 17, 1980", ["1980-05-17"]],
    ["Sept. 3rd 1980", ["1980-09-03"]],
    ["17. März 1980", ["1980-03-17"]],
    ["17-Mar-1980", ["1980-03-17"]],
    ["3 de mayo de 1980", ["1980-05-03"]],
    ["1er 1980", []],
    ["١٧.٠٥.١٩٨٠", ["1980-05-17"]],
    ["2024-02-29", ["2024-02-29"]],
    ["2023-02-29", []],
    ["31.04.1980", []],
    ["12.34.56.78", []],
    ["0170-17-05-1980", []],
  ])("%j is %j", (q, days) => {
    expect(dates(q)).toEqual(days);
  });

  it("stands beside words in any order", () => {
    expect(dates("Yılmaz 17.05.1980 Ayşe")).toEqual(["1980-05-17"]);
    expect(words("Yılmaz 17 May 1980 Ayşe")).toEqual(["yilmaz", "ayse"]);
  });
});

describe("a phone number", () => {
  it.each([
    ["0199", ["0199"]],
    ["+1 (555) 010-0199", ["15550100199", "5550100199"]],
    ["tel:+15550100199", ["15550100199", "5550100199"]],
    ["(555) 010-0199", ["5550100199"]],
    ["0170 1234567", ["1701234567"]],
    ["+49 (0)170 1234567", ["4901701234567", "1701234567"]],
    ["0049 170 1234567", ["491701234567", "1701234567"]],
    ["+359 2 1234567", ["35921234567", "21234567"]],
    ["555-0199 ext. 12", ["555019912"]],
    ["555 0199 x12", ["555019912"]],
    ["٥٥٥٠١٩٩", ["5550199"]],
    ["12", []],
    ["P/161130/01/2024/012345", []],
  ])("%j has the digits %j", (q, digits) => {
    expect(terms(q).flatMap((term) => term.digits)).toEqual(digits);
  });
});

it.each([
  ["Anna@Example.ORG", ["anna@example.org"]],
  ["@example.org", ["@example.org"]],
  ["lee jürgen_x@müller.de", ["jürgen\\_x@müller.de"]],
  ["@", []],
])("finds the e-mail addresses of %j", (q, emails) => {
  expect(terms(q).flatMap(({ email }) => email ?? [])).toEqual(emails);
});

it("takes the signs of LIKE as they are", () => {
  expect(words("100% a_b c\\d")).toEqual(["100\\%", "a\\_b", "c\\\\d"]);
});

it.each(["", "  ", ".", "-", "'"])("looks for nothing in %j", (q) => {
  expect(terms(q)).toEqual([]);
});

it("is as long as it can be, whatever is typed", () => {
  expect(terms("ab ".repeat(33))).toHaveLength(12);
  const longest = parseSearch("a".repeat(100));
  expect(JSON.stringify(longest).length).toBeLessThan(1000);
  expect(JSON.stringify(parseSearch("abcdefghijklmnopqrst ".repeat(5))).length).toBeLessThan(
    20_000,
  );
});

describe("one typing error", () => {
  it("is each letter wrong, missing or too many, and two that changed places", () => {
    expect(typosOf("abc").map((pattern) => pattern.slice(2, -2))).toEqual([
      ...["_bc", "_abc", "bc", "bac", "a_c", "a_bc", "ac", "acb", "ab_", "ab_c", "ab", "abc_"],
    ]);
  });

  it.each(["ab", "a1b2", "a".repeat(21), "%%%"])("is not looked for in %j", (word) => {
    expect(typosOf(word)).toEqual([]);
  });
});
