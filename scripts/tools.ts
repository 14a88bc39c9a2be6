// Runs Vitest and Playwright and reads what they found.
import { existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import {
  failure,
  findingsOfPlaywright,
  findingsOfVitest,
  NO_FINDINGS,
  type Findings,
  type PlaywrightReport,
  type VitestReport,
} from "./reports.ts";
import { root, runAndTell, runStep, type Outcome, type Step } from "./steps.ts";

export interface ToolRun {
  name: string;
  /** Files below the root; none for all. */
  files?: readonly string[];
  title: string | null;
  env?: Record<string, string>;
  /** A folder for the tool's report. */
  reports: string;
}

/** Runs the tests of some projects of vitest.config.ts. `quiet` prints the output of a failure only. */
export async function vitest(
  { name, files = [], title, env = {}, reports }: ToolRun,
  projects: readonly string[],
  { quiet = false } = {},
): Promise<Findings> {
  const report = reportFile(reports, name);
  const step: Step = {
    name,
    command: [
      "node_modules/vitest/vitest.mjs",
      "run",
      ...projects.map((project) => `--project=${project}`),
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...(title === null ? [] : [`--testNamePattern=${escapeRegExp(title)}`]),
      ...files,
    ],
    env,
  };
  const outcome = quiet ? await runAndTell(step) : await runStep({ ...step, live: true });
  return findings(outcome, title, report, (json) => findingsOfVitest(json as VitestReport, root));
}

/** Runs browser tests. */
export async function playwright({
  name,
  files = [],
  title,
  env = {},
  reports,
}: ToolRun): Promise<Findings> {
  const report = reportFile(reports, name);
  const outcome = await runStep({
    name,
    command: [
      "node_modules/@playwright/test/cli.js",
      "test",
      "--reporter=list,json",
      ...(title === null ? [] : [`--grep=${escapeRegExp(title)}`, "--pass-with-no-tests"]),
      ...files.map((file) => `${escapeRegExp(file)}$`),
    ],
    env: { ...env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
    live: true,
  });
  return findings(outcome, title, report, (json) => findingsOfPlaywright(json as PlaywrightReport));
}

/** Returns where a tool is to write its report; a report of an earlier run is gone. */
function reportFile(reports: string, name: string): string {
  const file = join(reports, `${name}.json`);
  rmSync(file, { force: true });
  return file;
}

/** A tool fails if it reports a failure, ends with an error, or finds no test without a title. */
function findings(
  outcome: Outcome,
  title: string | null,
  file: string,
  read: (report: unknown) => Findings,
): Findings {
  const written = existsSync(file);
  const found = written ? read(JSON.parse(readFileSync(file, "utf8"))) : NO_FINDINGS;
  if (found.failures.length > 0) return found;
  if (!written || !outcome.passed) {
    return { ...found, failures: [failure(outcome.name, "ended with an error, see above")] };
  }
  if (found.passed > 0 || title !== null) return found;
  return { ...found, failures: [failure(outcome.name, "found no test")] };
}

/** Both tools read a title as a regular expression. */
const escapeRegExp = (text: string) => text.replaceAll(/[.*+?^${}()|[\]\\/]/g, "\\$&");
