// Reads the JSON reports of the test tools, and words what `npm test` prints at its end.
import { stripVTControlCharacters } from "node:util";

/** A test that ran, and how long it took. */
export interface TimedTest {
  name: string;
  seconds: number;
}

/** What one part of `npm test` found: the number of passed tests, each failure in a few lines. */
export interface Findings {
  passed: number;
  failures: string[];
  tests: TimedTest[];
}

export const NO_FINDINGS: Findings = { passed: 0, failures: [], tests: [] };

/** Adds up what several tools or parts found. */
export function sumOf(findings: readonly Findings[]): Findings {
  return {
    passed: findings.reduce((sum, { passed }) => sum + passed, 0),
    failures: findings.flatMap(({ failures }) => failures),
    tests: findings.flatMap(({ tests }) => tests),
  };
}

/** Returns a failure's name and the first lines of its reason, without colours. */
export function failure(name: string, reason = ""): string {
  const lines = stripVTControlCharacters(reason).trim().split("\n").slice(0, 15).join("\n    ");
  return lines ? `${name}\n    ${lines}` : name;
}

export interface VitestReport {
  numPassedTests: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: {
      status: string;
      fullName: string;
      failureMessages: string[] | null;
      /** In milliseconds; missing for a test that did not run. */
      duration?: number | null;
    }[];
  }[];
}

/**
 * Reads a report of Vitest. A file that cannot be loaded, or whose hooks fail, counts as a failure
 * even if none of its tests failed.
 *
 * @param folder removed from the front of file names.
 */
export function findingsOfVitest(report: VitestReport, folder = ""): Findings {
  const results = report.testResults.map(({ name, ...rest }) => ({
    ...rest,
    file: name.startsWith(`${folder}/`) ? name.slice(folder.length + 1) : name,
  }));
  const failures = results.flatMap(({ file, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && failed.length === 0) return [failure(file, message)];
    return failed.map((test) =>
      failure(`${file}: ${test.fullName}`, test.failureMessages?.join("\n")),
    );
  });
  const tests = results.flatMap(({ file, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      name: `${file}: ${fullName}`,
      seconds: (duration ?? 0) / 1000,
    })),
  );
  return { passed: report.numPassedTests, failures, tests };
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    file: string;
    line: number;
    title: string;
    tests: { status: string; results: { duration: number; error?: { message?: string } }[] }[];
  }[];
}

export interface PlaywrightReport {
  stats: { expected: number };
  errors: { message?: string }[];
  suites: PlaywrightSuite[];
}

/** Reads a report of Playwright. A test that passes only on a retry counts as a failure. */
export function findingsOfPlaywright(report: PlaywrightReport): Findings {
  const specs = report.suites.flatMap(specsOf).flatMap(({ file, line, title, tests }) =>
    tests.map(({ status, results }) => ({
      name: `${file}:${String(line)}: ${title}`,
      failed: status === "unexpected" || status === "flaky",
      error: results.find((result) => result.error)?.error?.message,
      seconds: results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
    })),
  );
  const failed = specs.filter((spec) => spec.failed);
  return {
    passed: report.stats.expected,
    failures: [
      ...failed.map(({ name, error }) => failure(name, error)),
      ...report.errors.map(({ message }) => failure("playwright", message)),
    ],
    tests: specs.map(({ name, seconds }) => ({ name, seconds })),
  };
}

function specsOf({ suites = [], specs = [] }: PlaywrightSuite): NonNullable<typeof specs> {
  return [...specs, ...suites.flatMap(specsOf)];
}

/** Returns the `most` slowest tests, one a line, the slowest first. */
export function slowestTests(tests: readonly TimedTest[], most = 20): string[] {
  return tests
    .toSorted((a, b) => b.seconds - a.seconds)
    .slice(0, most)
    .map(({ name, seconds }) => `${seconds.toFixed(1).padStart(6)} s  ${name}`);
}

/**
 * Returns how long each part took, one a line. Parts overlap, so the total is not their sum.
 *
 * @param seconds by the name of the part.
 */
export function minutesByPart(seconds: ReadonlyMap<string, number>, total: number): string[] {
  const rows = [...seconds, ["all together", total] as const];
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, spent]) => `${name.padEnd(width)} ${(spent / 60).toFixed(1)} min`);
}
