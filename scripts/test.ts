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
import {
  failure,
  findingsOfPlaywright,
  findingsOfVitest,
  type Findings,
  type PlaywrightReport,
  type VitestReport,
} from "./reports.ts";
import { runStep, stopSteps, type Outcome } from "./steps.ts";

const { values: options } = parseArgs({
  options: { only: { type: "string" }, pg15: { type: "boolean", default: false } },
});
const parts = options.only?.split(",") ?? ["checks", "code", "browser"];

const reports = mkdtempSync(join(tmpdir(), "slotwell-reports-"));
const sum: Findings = { passed: 0, failures: [] };

/** Counts what a part found; a part that finds nothing, or breaks down, has failed. */
async function part(title: string, work: () => Promise<Findings>): Promise<void> {
  console.log(`\n── ${title}`);
  try {
    const { passed, failures } = await work();
    sum.passed += passed;
    sum.failures.push(...failures);
    if (passed === 0 && failures.length === 0) sum.failures.push(failure(title, "found nothing"));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    sum.failures.push(failure(title, String(error)));
  }
}

async function checks(): Promise<Findings> {
  const outcomes = await runChecks();
  const failed = outcomes.filter((outcome) => !outcome.passed);
  return {
    passed: outcomes.length - failed.length,
    failures: failed.map(({ name, output }) => failure(name, output)),
  };
}

/** What the tool's report says; a tool that failed without saying why, or wrote none, has failed. */
function findings(outcome: Outcome, file: string, of: (report: unknown) => Findings): Findings {
  const written = existsSync(file);
  const found = written ? of(JSON.parse(readFileSync(file, "utf8"))) : { passed: 0, failures: [] };
  if (found.failures.length === 0 && !(written && outcome.passed)) {
    found.failures.push(failure(outcome.name, "ended with an error, see above"));
  }
  return found;
}

async function vitest(
  name: string,
  args: string[],
  env: Record<string, string> = {},
): Promise<Findings> {
  const file = join(reports, `${name}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${file}`];
  const outcome = await runStep({
    name,
    command: ["node_modules/vitest/vitest.mjs", "run", ...reporters, ...args],
    env,
    live: true,
  });
  return findings(outcome, file, (report) => findingsOfVitest(report as VitestReport));
}

async function playwright(): Promise<Findings> {
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
  const found = findings(outcome, file, (report) =>
    findingsOfPlaywright(report as PlaywrightReport),
  );
  if (!stopped) found.failures.push(failure("the product", "did not stop when asked to"));
  return found;
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
// Last, where it is seen: what failed, and how much.
for (const line of sum.failures) console.log(`\n✗ ${line}`);
console.log(`\n${String(sum.passed)} passed, ${String(sum.failures.length)} failed`);
process.exitCode = sum.failures.length > 0 ? 1 : 0;
