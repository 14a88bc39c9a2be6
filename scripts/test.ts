// `npm test`, once everything is installed (scripts/test.mjs): static checks, unit and database
// tests, then the built product with demo data under Playwright. Its last line is the sum.
//   --only=checks,code,browser   some of the three parts
//   --pg15                       all database tests on PostgreSQL 15 as well
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installedPostgres15 } from "#lib/testing/postgres.ts";
import { findOrInstallBrowser } from "./browser.ts";
import { runChecks } from "./check.ts";
import { startProduct, stopProducts } from "./product.ts";
import { runStep, stopSteps } from "./steps.ts";

const { values: options } = parseArgs({
  options: { only: { type: "string" }, pg15: { type: "boolean", default: false } },
});
const parts = options.only?.split(",") ?? ["checks", "code", "browser"];

const reports = mkdtempSync(join(tmpdir(), "slotwell-reports-"));
const sum = { passed: 0, failed: 0 };

/** Counts what a part found; a part that finds nothing, or breaks down, has failed. */
async function part(title: string, work: () => Promise<Count>): Promise<void> {
  console.log(`\n── ${title}`);
  try {
    const { passed, failed } = await work();
    sum.passed += passed;
    sum.failed += failed > 0 || passed > 0 ? failed : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    sum.failed += 1;
  }
}

interface Count {
  passed: number;
  failed: number;
}

async function checks(): Promise<Count> {
  const outcomes = await runChecks();
  const passed = outcomes.filter((outcome) => outcome.passed).length;
  return { passed, failed: outcomes.length - passed };
}

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: { status: string }[] }[];
}

async function vitest(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Count> {
  const file = join(reports, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const outcome = await runStep({
    name,
    command: ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args],
    env,
    live: true,
  });
  const report = read(file) as VitestReport | null;
  if (!report) return { passed: 0, failed: 1 };
  // A file that cannot be loaded has no tests that could fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === "failed" && assertionResults.every((test) => test.status !== "failed"),
  );
  const failed = report.numFailedTests + broken.length;
  return { passed: report.numPassedTests, failed: failed || Number(!outcome.passed) };
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number };
  errors: unknown[];
}

async function playwright(): Promise<Count> {
  const chromium = findOrInstallBrowser();
  const product = await startProduct();
  const file = join(reports, "playwright.json");
  const outcome = await runStep({
    name: "playwright",
    command: ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"],
    env: {
      SLOTWELL_CHROMIUM: chromium,
      SLOTWELL_TEST_URL: product.url,
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
    live: true,
  });
  const stopped = await product.stop();
  const report = read(file) as PlaywrightReport | null;
  if (!report) return { passed: 0, failed: 1 };
  const { expected, unexpected, flaky } = report.stats;
  const failed = unexpected + flaky + report.errors.length + Number(!stopped);
  return { passed: expected, failed: failed || Number(!outcome.passed) };
}

function read(file: string): unknown {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopSteps(signal);
    void stopProducts().finally(() => {
      rmSync(reports, { recursive: true, force: true });
      process.exit(1);
    });
  });
}

if (parts.includes("checks")) await part("Static checks", checks);
if (parts.includes("code")) {
  await part("Unit and database tests", () => vitest("vitest", []));
  const on15 = { SLOTWELL_TEST_PG: "15" };
  if (options.pg15) {
    await part("Database tests on PostgreSQL 15", () => vitest("pg15", ["--project=db"], on15));
  } else if (process.env["SLOTWELL_TEST_PG15_URL"] ?? installedPostgres15()) {
    await part("Migrations on PostgreSQL 15", () =>
      vitest("pg15", ["--project=db", "lib/testing/migrations.db.test.ts"], on15),
    );
  }
}
if (parts.includes("browser")) await part("The product in a browser", playwright);

rmSync(reports, { recursive: true, force: true });
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed > 0 || sum.passed === 0 ? 1 : 0;
