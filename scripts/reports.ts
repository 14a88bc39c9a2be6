// What the test tools write about a run, as JSON, boiled down to what `npm test` tells at its end.
import { stripVTControlCharacters } from "node:util";

/** What one part of `npm test` found: how much passed, and each failure in a few lines. */
export interface Findings {
  passed: number;
  failures: string[];
}

/** A failure's name and the first lines of its reason, without colours: enough to go and look. */
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
    assertionResults: { status: string; fullName: string; failureMessages: string[] | null }[];
  }[];
}

/** A file that cannot be loaded, or whose hooks fail, has failed though none of its tests has. */
export function findingsOfVitest(report: VitestReport): Findings {
  const failures = report.testResults.flatMap(({ name, status, message, assertionResults }) => {
    const failed = assertionResults.filter((test) => test.status === "failed");
    if (status === "failed" && failed.length === 0) return [failure(name, message)];
    return failed.map((test) =>
      failure(`${name}: ${test.fullName}`, test.failureMessages?.join("\n")),
    );
  });
  return { passed: report.numPassedTests, failures };
}

interface PlaywrightSuite {
  suites?: PlaywrightSuite[];
  specs?: {
    file: string;
    line: number;
    title: string;
    tests: { status: string; results: { error?: { message?: string } }[] }[];
  }[];
}

export interface PlaywrightReport {
  stats: { expected: number };
  errors: { message?: string }[];
  suites: PlaywrightSuite[];
}

/** A test that passes only when tried again has failed. */
export function findingsOfPlaywright(report: PlaywrightReport): Findings {
  const ofSuite = ({ suites = [], specs = [] }: PlaywrightSuite): string[] => [
    ...specs.flatMap(({ file, line, title, tests }) =>
      tests
        .filter(({ status }) => status === "unexpected" || status === "flaky")
        .map(({ results }) => {
          const error = results.find((result) => result.error)?.error;
          return failure(`${file}:${String(line)}: ${title}`, error?.message);
        }),
    ),
    ...suites.flatMap(ofSuite),
  ];
  const errors = report.errors.map(({ message }) => failure("playwright", message));
  return {
    passed: report.stats.expected,
    failures: [...report.suites.flatMap(ofSuite), ...errors],
  };
}
