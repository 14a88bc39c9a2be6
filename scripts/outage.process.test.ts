import { join } from "node:path";
import { Client } from "pg";
import { afterAll, afterEach, beforeAll, expect, onTestFinished, test } from "vitest";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import type { Target } from "#lib/platform/connect.ts";
import { query } from "#lib/testing/embedded.ts";
import { descendantsOf } from "#lib/testing/processes.ts";
import { startTestServer, type TestServer } from "#lib/testing/postgres.ts";
import { startProduct, type Product } from "./product.ts";

// The built product on a database outside, which fails in every way that a database can.

/** The application's login, and identity's, which Slotwell made. */
const LOGINS = ["outage_app", "slotwell_identity_outage"];
const folder = mkdtempSync(join(tmpdir(), "slotwell-outage-"));
let server: TestServer;
let superuser: Client;
let product: Product;
let owner: Target;

beforeAll(async () => {
  server = await startTestServer();
  superuser = new Client({ connectionString: server.url });
  superuser.on("error", () => undefined);
  await superuser.connect();
  await superuser.query("CREATE DATABASE outage");
  const ownerUrl = new URL(server.url);
  ownerUrl.pathname = "/outage";
  owner = { url: ownerUrl.href, name: "the test database" };
  const appUrl = new URL(ownerUrl);
  appUrl.username = LOGINS[0] ?? "";
  appUrl.password = "secret";
  product = await startProduct({
    kept: folder,
    settings: { DATABASE_OWNER_URL: ownerUrl.href, DATABASE_URL: appUrl.href },
  });
}, 240_000);

afterAll(async () => {
  await product.stop();
  await superuser.end().catch(() => undefined);
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** Every test leaves the database in order. */
afterEach(async () => {
  for (const statement of [
    "SET default_transaction_read_only = off",
    "ALTER SYSTEM RESET default_transaction_read_only",
    ...LOGINS.map((login) => `ALTER ROLE ${login} CONNECTION LIMIT -1`),
    "SELECT pg_reload_conf()",
  ]) {
    await superuser.query(statement);
  }
  await expect.poll(() => statusOf("/api/health/ready"), { timeout: 30_000 }).toBe(200);
});

async function ask(path: string, form?: Record<string, string>) {
  const answer = await fetch(product.url + path, {
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
    headers: { accept: "application/json, text/html" },
    ...(form && { method: "POST", body: new URLSearchParams(form) }),
  });
  return { status: answer.status, retryAfter: answer.headers.get("retry-after"), answer };
}

/** The lines of the log that carry a code. */
async function logged(code: string): Promise<Record<string, unknown>[]> {
  const lines = () =>
    product
      .output()
      .split("\n")
      .filter((line) => line.includes(code));
  // The log is written by another process.
  await expect.poll(() => lines().length, { timeout: 30_000 }).toBeGreaterThan(0);
  return lines().map((line) => JSON.parse(line) as Record<string, unknown>);
}

const statusOf = async (path: string) => (await ask(path)).status;

const SIGN_IN = { email: "pat@example.org", password: "one two three" };
const TOKEN = { grant_type: "client_credentials", client_id: "x", client_secret: "y" };

async function expectUnavailable(path: string, form?: Record<string, string>): Promise<void> {
  const { status, retryAfter, answer } = await ask(path, form);
  expect([path, status, retryAfter]).toEqual([path, 503, "5"]);
  expect(await answer.text()).not.toMatch(/ECONN|postgres|prisma|outage_app/i);
}

async function expectEverythingUnavailable(): Promise<void> {
  for (const path of ["/api/health/ready", "/doctors", "/", "/api/v1/doctors"]) {
    await expectUnavailable(path);
  }
  await expectUnavailable("/sign-in/password", SIGN_IN);
  await expectUnavailable("/oauth/token", TOKEN);
  expect(await statusOf("/api/health/live")).toBe(200);
}

async function cutOff(): Promise<void> {
  for (const login of LOGINS) await superuser.query(`ALTER ROLE ${login} CONNECTION LIMIT 0`);
  await superuser.query(
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ANY ($1)",
    [LOGINS],
  );
}

test("answers 503 with Retry-After when the database has no connection left", async () => {
  await cutOff();
  await expectEverythingUnavailable();
});

test("answers 503 to what has to be written when the database is read-only, and goes on reading", async () => {
  await superuser.query("ALTER SYSTEM SET default_transaction_read_only = on");
  await superuser.query("SELECT pg_reload_conf()");
  await expect.poll(() => statusOf("/api/health/ready"), { timeout: 30_000 }).toBe(503);
  const { answer } = await ask("/api/health/ready");
  expect(await answer.json()).toEqual({
    status: "unavailable",
    checks: { database: true, writable: false, migrations: true },
  });
  await expectUnavailable("/sign-in/password", SIGN_IN);
  await expectUnavailable("/api/v1/doctors");
  expect(await statusOf("/doctors")).toBe(200);
});

test("keeps what was typed in the sign-in form of a browser without JavaScript", async () => {
  await cutOff();
  const answer = await fetch(`${product.url}/sign-in/password`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams(SIGN_IN),
  });
  expect([answer.status, answer.headers.get("location")]).toEqual([303, "/sign-in"]);
  const cookie = answer.headers.getSetCookie().map((each) => each.split(";")[0]);
  const page = await fetch(`${product.url}/sign-in`, { headers: { cookie: cookie.join("; ") } });
  expect(await page.text()).toContain(SIGN_IN.email);
});

test("answers a browser without JavaScript with a page that says what to do", async () => {
  await cutOff();
  for (const path of ["/doctors", "/"]) {
    const answer = await fetch(product.url + path, { headers: { accept: "text/html" } });
    const page = await answer.text();
    expect(page).toContain("<h1>Slotwell is not available at the moment</h1>");
    expect(page).not.toContain("<script");
    expect(page.trimEnd()).toMatch(/<\/html>$/);
  }
});

test("says within its time limit that it is not ready when the database hangs", async () => {
  const processes = [server.pid, ...descendantsOf(server.pid).map(({ pid }) => pid)];
  for (const pid of processes) process.kill(pid, "SIGSTOP");
  const answers = await Promise.all(Array.from({ length: 5 }, () => ask("/api/health/ready")));
  for (const pid of processes) process.kill(pid, "SIGCONT");
  expect(answers.map(({ status }) => status)).toEqual([503, 503, 503, 503, 503]);
});

// Fails when Next.js makes the digest of a page: the log then has another code than the page.
test("shows the code of a failure on the page and in the problem, and the log has one line for it", async () => {
  await query(owner, "ALTER TABLE doctors RENAME TO doctors_away");
  onTestFinished(async () => {
    await query(owner, "ALTER TABLE doctors_away RENAME TO doctors");
  });
  const headers = { "x-request-id": "0f0e0d0c-0000-4000-8000-000000000001" };
  const failures = { page: "/times?q=Canary4711", payload: "/times", problem: "/api/v1/doctors" };
  for (const [kind, path] of Object.entries(failures)) {
    const answer = await fetch(product.url + path, {
      headers: kind === "payload" ? { ...headers, rsc: "1" } : headers,
    });
    const body = await answer.text();
    const code = /"?(?:digest[\\":]+|tell us this code: )([\w-]+)/i.exec(body)?.[1] ?? "";
    expect([kind, code]).toEqual([kind, answer.headers.get("x-request-id")]);
    expect(code).not.toBe(headers["x-request-id"]);
    expect(await logged(code)).toMatchObject([
      { level: 50, code, method: "GET", route: path.split("?")[0], sqlState: "42P01" },
    ]);
  }
  expect(product.output()).not.toMatch(/canary|does not exist/i);
});
