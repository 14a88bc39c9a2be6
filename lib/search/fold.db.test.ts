import { expect, it } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { foldSql } from "../testing/fold-sql.ts";
import { foldName, phoneDigits } from "./rules.ts";

// What is written is folded by the database, and what is asked by TypeScript.

const { superuser } = testDatabase();

it("is made from the tables of lib/search/rules.ts", async () => {
  const { rows } = await superuser.query<{ body: string }>(
    "SELECT prosrc AS body FROM pg_proc WHERE oid = 'fold_name(text)'::regprocedure",
  );
  expect(rows[0]?.body).toBe(foldSql());
});

/** Of the last ones PostgreSQL 15 and 18 may know fewer letters than Node.js: those of Unicode 11 and later. */
const LATER = /[\u1C80-\u1CBF\u2C2F\u2C5F\uA7B8-\uA7FF]/;
const HALVES = /[\uD800-\uDFFF]/;

/** Every code point of the Basic Multilingual Plane and some of the others, in texts of several. */
function texts(): string[] {
  const ranges = [
    [1, 0xffff],
    // Letters of mathematics, letters in circles and squares, variants of Chinese letters
    [0x1d400, 0x1d7ff],
    [0x1f100, 0x1f1ff],
    [0x20000, 0x200ff],
    [0xe0100, 0xe01ef],
  ] as const;
  const letters = ranges
    .flatMap(([from, to]) =>
      Array.from({ length: to - from + 1 }, (_, at) => String.fromCodePoint(from + at)),
    )
    .filter((letter) => letter.length > 1 || !(LATER.test(letter) || HALVES.test(letter)));
  const count = Math.ceil(letters.length / 40);
  return Array.from({ length: count }, (_, at) => {
    return letters.slice(at * 40, at * 40 + 40).join(`${at}x `);
  });
}

it("folds every code point alike in SQL and TypeScript", async () => {
  const all = texts();
  const { rows } = await superuser.query<{ folded: string; digits: string }>(
    `SELECT fold_name(t) AS folded, regexp_replace(fold_name(t), '\\D', '', 'g') AS digits
     FROM unnest($1::text[]) WITH ORDINALITY u (t, n) ORDER BY n`,
    [all],
  );
  const differing = all.flatMap((text, at) => {
    const same = rows[at]?.folded === foldName(text) && rows[at].digits === phoneDigits(text);
    return same ? [] : [[text, rows[at]?.folded, foldName(text)]];
  });
  expect(differing).toEqual([]);
});

it.each([
  [["Ana de la Cruz"], " ana de la cruz anade dela lacruz anadela delacruz "],
  [["El-Sayed", "O’Neil"], " el sayed elsayed oneil "],
  [["王小明"], " 王小明 "],
  [["Ann", null], " ann "],
  [["."], " "],
])("searches %j in %j", async (names, text) => {
  const { rows } = await superuser.query("SELECT search_text(VARIADIC $1::text[]) AS text", [
    names,
  ]);
  expect(rows).toEqual([{ text }]);
});
