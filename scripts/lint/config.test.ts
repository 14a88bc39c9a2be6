import { ESLint } from "eslint";
import { expect, it } from "vitest";

// The blocks of eslint.config.js that restrict syntax replace each other's lists: the last one for a file counts.

const eslint = new ESLint();
/** A piece of a message of each list. */
const LISTS = {
  sql: "SQL is written as a tagged template",
  forms: "Use Form or ActionForm",
  environment: "lib/env.ts alone",
  loaders: "read by the loaders",
  zones: "Show a time with lib/format.ts",
  clock: "`now` is an argument",
};

it.each([
  ["app/(portal)/patient/page.tsx", ["sql", "forms", "environment", "loaders", "zones"]],
  ["components/ui/field.tsx", ["sql", "forms", "environment", "loaders", "zones"]],
  ["components/ui/form.tsx", ["sql", "environment", "loaders", "zones"]],
  ["lib/web/submit.ts", ["sql", "forms", "environment", "loaders", "zones"]],
  ["lib/appointments/book.ts", ["sql", "forms", "environment", "loaders"]],
  ["lib/appointments/rows.ts", ["sql", "environment"]],
  ["lib/appointments/rules.ts", ["sql", "environment", "clock"]],
  ["lib/appointments/book.db.test.ts", ["sql", "environment"]],
])("restricts in %s what it should: %j", async (file, lists) => {
  const config = (await eslint.calculateConfigForFile(file)) as {
    rules: Record<string, [severity: number, ...lists: { message: string }[]]>;
  };
  const [severity, ...restricted] = config.rules["no-restricted-syntax"] ?? [0];
  const found = Object.entries(LISTS).filter(([, piece]) =>
    restricted.some(({ message }) => message.includes(piece)),
  );
  expect([severity, found.map(([name]) => name)]).toEqual([2, lists]);
});
