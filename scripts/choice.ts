// Reads the arguments of `npm test`.
import { existsSync } from "node:fs";
import { isAbsolute, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { root } from "./steps.ts";

const PARTS = ["checks", "code", "process", "http", "browser"] as const;
/** The parts that consist of test files. */
const TEST_PARTS = ["code", "process", "http", "browser"] as const;
export type Part = (typeof PARTS)[number];

/** Test files by part; empty lists stand for all files. */
interface Files {
  /** Unit and database tests. */
  code: string[];
  /** Tests that start and kill processes, the whole product among them. */
  process: string[];
  /** Tests that talk to the running product without a browser. */
  http: string[];
  /** Browser tests. */
  browser: string[];
}

export interface Choice {
  parts: ReadonlySet<Part>;
  files: Files;
  /** Whether test files were named. */
  hasFiles: boolean;
  /** Part of the title of the tests to run. */
  title: string | null;
  /** How many times the tests run. */
  repeat: number;
  /** Whether storms, property tests and fuzzers run at full size. */
  all: boolean;
  /** Whether all database tests run on PostgreSQL 15 too. */
  pg15: boolean;
}

/** An argument that makes no sense. The message is one line for the terminal. */
export class ChoiceError extends Error {}

/**
 * Returns what the arguments ask for: everything, unless they name parts, files or a title.
 *
 * @throws ChoiceError if an argument is unknown or names nothing that exists.
 */
export function parseChoice(args: readonly string[]): Choice {
  const { values, positionals } = parse(args);
  const files = sortFiles(positionals.map(existing));
  const hasFiles = positionals.length > 0;
  return {
    parts: chosenParts(values.only, hasFiles ? files : null, values.title !== undefined),
    files,
    hasFiles,
    title: values.title ?? null,
    repeat: parseRepeat(values.repeat),
    all: values.all,
    pg15: values.pg15,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        only: { type: "string" },
        title: { type: "string" },
        repeat: { type: "string", default: "1" },
        all: { type: "boolean", default: false },
        pg15: { type: "boolean", default: false },
      },
    });
  } catch (error) {
    throw new ChoiceError(error instanceof Error ? error.message : String(error));
  }
}

/** Returns the path below the project's root, with forward slashes. */
function existing(given: string): string {
  const path = isAbsolute(given) ? given : join(root, given);
  if (!existsSync(path)) throw new ChoiceError(`There is no file ${given}`);
  return relative(root, path).replaceAll("\\", "/");
}

function sortFiles(paths: string[]): Files {
  const files: Files = { code: [], process: [], http: [], browser: [] };
  for (const path of paths) {
    if (path.endsWith(".http.test.ts")) files.http.push(path);
    else if (path.endsWith(".process.test.ts")) files.process.push(path);
    else if (path.endsWith(".spec.ts")) files.browser.push(path);
    else if (/\.test\.tsx?$/.test(path)) files.code.push(path);
    else throw new ChoiceError(`${path} is not a test: name files *.test.ts or *.spec.ts`);
  }
  return files;
}

/** Static checks have no files and no titles, so naming one leaves them out. */
function chosenParts(
  only: string | undefined,
  files: Files | null,
  byTitle: boolean,
): ReadonlySet<Part> {
  const wanted = only?.split(",").map(parsePart) ?? (byTitle ? TEST_PARTS : PARTS);
  const inFiles: readonly Part[] = TEST_PARTS.filter((part) => files && files[part].length > 0);
  const parts = new Set(wanted.filter((part) => !files || inFiles.includes(part)));
  if (parts.size === 0) throw new ChoiceError("None of these files belongs to the parts of --only");
  return parts;
}

function parsePart(name: string): Part {
  const part = PARTS.find((one) => one === name.trim());
  if (!part) throw new ChoiceError(`There is no part ${name}: choose of ${PARTS.join(", ")}`);
  return part;
}

function parseRepeat(text: string): number {
  const repeat = Number(text);
  if (!Number.isInteger(repeat) || repeat < 1) {
    throw new ChoiceError(`--repeat takes a whole number from 1, not ${text}`);
  }
  return repeat;
}
