// `npm test`, once everything is installed (scripts/tool.mjs): static checks, unit and database
// tests, tests that start and kill processes, then the built product with demo data over HTTP and
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
import { playwright, vitest, type ToolRun } from "./tools.ts";

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
 * code; the tests of the product need both processors and come last.
 */
async function runOnce(run: number): Promise<Findings> {
  const chosen = (part: Part) => choice.parts.has(part) && (part !== "checks" || run === 1);
  const needsBuild = chosen("browser") || chosen("process");
  const built = needsBuild ? timed("build", () => inTurn(build)) : Promise.resolve();
  const product = chosen("browser") ? startWith(built) : null;
  const first = await Promise.all([
    chosen("checks") ? part("checks", () => checks(built)) : NO_FINDINGS,
    chosen("code") ? part("code", () => inTurn(code)) : NO_FINDINGS,
    chosen("process") ? part("process", () => processes(built)) : NO_FINDINGS,
  ]);
  const last = product ? await part("browser", () => browser(product)) : NO_FINDINGS;
  return sumOf([...first, last]);
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

async function checks(built: Promise<void>): Promise<Findings> {
  console.log("\n── Static checks");
  const settled = built.catch(() => undefined);
  const outcomes = await runChecks(inTurn, settled);
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
  } else if (!choice.some && (process.env["SLOTWELL_TEST_PG15_URL"] ?? installedPostgres15())) {
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

/** The product as it starts up, and the browser for its tests. */
interface Started {
  product: Promise<Product>;
  chromium: Promise<Outcome>;
}

function startWith(built: Promise<void>): Started {
  const product = built.then(() => startProduct());
  // Reported by the part that waits for it.
  product.catch(() => undefined);
  // In a process of its own, because an installation takes minutes.
  return { product, chromium: runStep({ name: "chromium", command: ["scripts/browser.ts"] }) };
}

async function build(): Promise<void> {
  if (buildIsCurrent()) return;
  const { passed } = await runAndTell({ name: "build", command: ["scripts/start.mjs", "build"] });
  if (!passed) throw new Error("The product does not build, see above");
}

async function browser({ product: starting, chromium }: Started): Promise<Findings> {
  console.log("\n── The product, over HTTP and in a browser");
  const product = await starting;
  const { files, title } = choice;
  const run = { title, reports, env: { SLOTWELL_TEST_URL: product.url } };
  const inBrowser = { ...run, name: "playwright", files: files.browser };
  const overHttp = { ...run, name: "http", files: files.http };
  const running = Promise.all([
    choice.some && files.browser.length === 0
      ? NO_FINDINGS
      : withChromium(chromium, inBrowser).catch((error: unknown) => brokenDown("browser", error)),
    choice.some && files.http.length === 0
      ? NO_FINDINGS
      : vitest(overHttp, ["http"], { quiet: true }),
  ]);
  await running.catch(() => undefined);
  const stopped = await product.stop();
  const found = await running;
  if (!stopped)
    found.push({ ...NO_FINDINGS, failures: ["The product did not stop when asked to"] });
  return sumOf(found);
}

async function withChromium(chromium: Promise<Outcome>, run: ToolRun): Promise<Findings> {
  const { passed, output } = await chromium;
  if (!passed) throw new Error(output);
  const path = output.trim().split("\n").at(-1) ?? "";
  console.log(`In ${path}`);
  return playwright({ ...run, env: { ...run.env, SLOTWELL_CHROMIUM: path } });
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
