import { execFileSync, spawnSync } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findingsOfVitest, type Findings, type VitestReport } from "../reports.ts";
import { root } from "../steps.ts";
import type { Wall } from "./list.ts";

/** The last migration, which takes a wall of the database away. */
const MIGRATION = "prisma/migrations/99991231235959_wall_off/migration.sql";

/** A copy of the project in which walls can be taken away. */
export interface Copy {
  /** Takes a wall away. Returns a function that puts it back. */
  takeAway: (off: Wall["off"]) => () => void;
  /** Runs test files. */
  test: (files: readonly string[]) => Findings;
  remove: () => void;
}

/** Copies the project's files and what is generated from them; packages are shared. */
export function copyProject(): Copy {
  const copy = mkdtempSync(join(tmpdir(), "slotwell-walls-"));
  const listed = execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root });
  const files = listed.toString().trim().split("\n");
  for (const file of [...files, "lib/generated"]) {
    cpSync(join(root, file), join(copy, file), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));

  return {
    takeAway: (off) => ("sql" in off ? addMigration(copy, off.sql) : replace(copy, off)),
    test: (tests) => runTests(copy, tests),
    remove: () => rmSync(copy, { recursive: true, force: true }),
  };
}

function addMigration(copy: string, sql: string): () => void {
  const file = join(copy, MIGRATION);
  mkdirSync(dirname(file));
  writeFileSync(file, sql);
  return () => rmSync(dirname(file), { recursive: true });
}

function replace(
  copy: string,
  { file, from, to }: { file: string; from: string; to: string },
): () => void {
  const path = join(copy, file);
  const text = readFileSync(path, "utf8");
  if (text.split(from).length !== 2) throw new Error(`${file} does not have this once: ${from}`);
  writeFileSync(
    path,
    text.replace(from, () => to),
  );
  return () => writeFileSync(path, text);
}

function runTests(copy: string, files: readonly string[]): Findings {
  const report = join(copy, "walls-report.json");
  rmSync(report, { force: true });
  const vitest = ["node_modules/vitest/vitest.mjs", "run", "--project=unit", "--project=db"];
  const { stdout } = spawnSync(
    process.execPath,
    [...vitest, "--reporter=json", `--outputFile=${report}`, ...files],
    { cwd: copy, encoding: "utf8" },
  );
  try {
    return findingsOfVitest(JSON.parse(readFileSync(report, "utf8")) as VitestReport, copy);
  } catch {
    throw new Error(`The tests did not run:\n${stdout}`);
  }
}
