import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root } from "./steps.ts";
import { WALLS } from "./walls/list.ts";

const document = readFileSync(join(root, "docs/security.md"), "utf8");
const STATEMENT = /^### (\d+)\. /gm;
const TEST = /^- `(.+)`: (.+)$/gm;

it("names tests that exist", () => {
  const tests = [...document.matchAll(TEST)].map(([, file = "", title = ""]) => ({ file, title }));
  const missing = tests.filter(({ file, title }) => {
    return !readFileSync(join(root, file), "utf8").includes(title);
  });
  expect(tests.length).toBeGreaterThan(60);
  expect(missing).toEqual([]);
});

it("names at least one test for each statement", () => {
  const sections = document.split(/^### /gm).slice(1);
  const untested = sections.filter((section) => !/^- `/m.test(section));
  expect(untested).toEqual([]);
});

it("has each statement that a wall holds", () => {
  const statements = [...document.matchAll(STATEMENT)].map(([, number]) => Number(number));
  expect(new Set(statements).size).toBe(statements.length);
  expect(WALLS.filter(({ statement }) => !statements.includes(statement))).toEqual([]);
});
