// `npm test`, once everything is installed (scripts/tool.mjs): static checks, unit and database
// tests, tests that start and kill processes, and the built product with demo data, over HTTP and
// in a browser. README.md lists the options.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { installedPostgres15 } from "#lib/testing/postgres.ts";
import { buildIsCurrent } from "./bootstrap/build.mjs";
import { ChoiceError, parseChoice, type Choice, type Part } from "./choice.ts";
import { runChecks } from "./check.ts";
import { startProduct, stopProducts, type Product } from "./product.ts";
import {
  failure,
  minutesByPart,
  NO_FINDINGS,
  slowestTests,
  sumOf,
  type Findings,
} from "./reports.ts";
import { limiter, runAndTell, runStep, stopSteps, type Outcome } from "./steps.ts";
import { playwright, vitest } from "./tools.ts";

const choice = choose();
if (choice.all) process.env["SLOTWELL_ALL"] = "1";

const reports = mkdtempSync(join(tmpdir(), "slotwell-reports-"));
const began = performance.now();
const secondsByPart = new Map<string, number>();

/** Two heavy programs at once keep two processors busy. */
const inTurn = limiter(2);

for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.once(signal, () => {
    stopSteps(signal);
    void stopProducts().finally(() => {
      rmSync(reports, { recursive: true, force: true });
      process.exit(1);
    });
  });
}

const found: Findings[] = [];
for (let run = 1; run <= choice.repeat; run++) {
  if (choice.repeat > 1) console.log(`\n── Run ${run} of ${choice.repeat}`);
  found.push(await runOnce(run));
}
rmSync(reports, { recursive: true, force: true });
printSummary(sumOf(found));

function choose(): Choice {
  try {
    return parseChoice(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof ChoiceError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
}

/**
 * Runs the chosen parts. The product is built and started beside the checks and the tests of the
 * code. The browser tests keep both processors busy and come last, beside the end of the HTTP tests.
 */
async function runOnce(run: number): Promise<Findings> {
  const chosen = (name: Part) => choice.parts.has(name) && (name !== "checks" || run === 1);
  const findingsOf = (name: Part, work: () => Promise<Findings>) =>
    chosen(name) ? part(name, work) : Promise.resolve(NO_FINDINGS);
  const needsProduct = chosen("http") || chosen("browser");
  const needsBuild = needsProduct || chosen("process");
  const built = needsBuild ? timed("build", () => inTurn(build)) : Promise.resolve();
  const product = needsProduct ? startWhen(built) : null;
  // In a process of its own, because an installation takes minutes.
  const chromium = chosen("browser")
    ? runStep({ name: "chromium", command: ["scripts/browser.ts"] })
    : null;

  const ofCode = Promise.all([
    findingsOf("checks", () => checks(settled(built))),
    findingsOf("code", () => inTurn(code)),
    findingsOf("process", () => processes(built)),
  ]);
  const ofProduct = Promise.all([
    product && chosen("http")
      ? settled(product).then(() => inTurn(() => part("http", () => http(product))))
      : NO_FINDINGS,
    product && chromium
      ? ofCode.then(() => part("browser", () => browser(product, chromium)))
      : NO_FINDINGS,
  ]);
  const found = [...(await ofCode), ...(await ofProduct)];
  return sumOf(product ? [...found, await stop(product)] : found);
}

/** Runs a part. One that breaks down has failed, and does not end the others. */
function part(name: Part, work: () => Promise<Findings>): Promise<Findings> {
  return timed(name, () => work().catch((error: unknown) => brokenDown(name, error)));
}

function brokenDown(name: string, error: unknown): Findings {
  const message = error instanceof Error ? error.message : String(error);
  console.error(message);
  return { ...NO_FINDINGS, failures: [failure(name, message)] };
}

async function timed<T>(name: string, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    return await work();
  } finally {
    const seconds = (performance.now() - started) / 1000;
    secondsByPart.set(name, (secondsByPart.get(name) ?? 0) + seconds);
  }
}

/** Resolves when the work has ended, well or not. */
function settled(work: Promise<unknown>): Promise<unknown> {
  return work.catch(() => undefined);
}

async function checks(built: Promise<unknown>): Promise<Findings> {
  console.log("\n── Static checks");
  const outcomes = await runChecks(inTurn, built);
  const failed = outcomes.filter((outcome) => !outcome.passed);
  return {
    passed: outcomes.length - failed.length,
    failures: failed.map(({ name, output }) => failure(name, output)),
    tests: [],
  };
}

async function code(): Promise<Findings> {
  console.log("\n── Unit and database tests");
  const { files, title } = choice;
  const run = { files: files.code, title, reports };
  const found = [await vitest({ ...run, name: "code" }, ["unit", "db"])];
  const on15 = { ...run, name: "pg15", env: { SLOTWELL_TEST_PG: "15" } };
  if (choice.pg15) {
    console.log("\n── Database tests on PostgreSQL 15");
    found.push(await vitest(on15, ["db"]));
  } else if (!choice.hasFiles && (process.env["SLOTWELL_TEST_PG15_URL"] ?? installedPostgres15())) {
    console.log("\n── Migrations on PostgreSQL 15");
    const migrations = ["lib/testing/migrations.db.test.ts"];
    found.push(await vitest({ ...on15, files: migrations }, ["db"]));
  }
  return sumOf(found);
}

async function processes(built: Promise<void>): Promise<Findings> {
  await built;
  const { files, title } = choice;
  const run = { name: "process", files: files.process, title, reports };
  // Not in turn: these tests mostly wait for processes to start and end.
  return vitest(run, ["process"], { quiet: true });
}

function startWhen(built: Promise<void>): Promise<Product> {
  const product = built.then(() => startProduct());
  // A failure is reported by the parts that wait for it.
  void settled(product);
  return product;
}

async function build(): Promise<void> {
  if (buildIsCurrent()) return;
  const { passed } = await runAndTell({ name: "build", command: ["scripts/start.mjs", "build"] });
  if (!passed) throw new Error("The product does not build, see above");
}

/** Runs the tests of the product that need no browser. */
async function http(starting: Promise<Product>): Promise<Findings> {
  const run = { name: "http", files: choice.files.http, ...(await inProduct(starting)) };
  return vitest(run, ["http"], { quiet: true });
}

/** Runs the tests of the product in a browser. */
async function browser(starting: Promise<Product>, chromium: Promise<Outcome>): Promise<Findings> {
  console.log("\n── The product in a browser");
  const run = { name: "playwright", files: choice.files.browser, ...(await inProduct(starting)) };
  const { passed, output } = await chromium;
  if (!passed) throw new Error(output);
  const path = output.trim().split("\n").at(-1) ?? "";
  console.log(`In ${path}`);
  return playwright({ ...run, env: { ...run.env, SLOTWELL_CHROMIUM: path } });
}

async function inProduct(starting: Promise<Product>) {
  const { url } = await starting;
  return { title: choice.title, reports, env: { SLOTWELL_TEST_URL: url } };
}

/** Stops the product; that it stops when asked is a test too. */
async function stop(starting: Promise<Product>): Promise<Findings> {
  const product = await starting.catch(() => null);
  const isFaulty = product && !(await product.stop());
  return isFaulty
    ? { ...NO_FINDINGS, failures: ["The product did not stop when asked to"] }
    : NO_FINDINGS;
}

/** Prints what took how long, then what failed, and last the numbers, where they are seen. */
function printSummary({ passed, failures, tests }: Findings): void {
  const failed = passed + failures.length > 0 ? failures : ["No test has this title"];
  console.log("\nTime by part:");
  for (const line of minutesByPart(secondsByPart, (performance.now() - began) / 1000)) {
    console.log(`  ${line}`);
  }
  if (tests.length > 0) console.log("\nSlowest tests:");
  for (const line of slowestTests(tests)) console.log(line);
  for (const line of failed) console.log(`\n✗ ${line}`);
  console.log(`\n${passed} passed, ${failed.length} failed`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
