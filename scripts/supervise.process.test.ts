import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { isAlive } from "#lib/platform/postgres-lock-file.ts";
import { makeClosedFolder } from "#lib/testing/embedded.ts";
import { postmasterOf } from "#lib/testing/postmaster.ts";
import { descendantsOf } from "#lib/testing/processes.ts";
import { startProduct, type Product } from "./product.ts";

// The built product with an embedded PostgreSQL of its own, which people and accidents stop.

const dataDir = join(mkdtempSync(join(tmpdir(), "slotwell-supervise-")), "data");
let product: Product;

beforeAll(async () => {
  product = await startProduct({ kept: dataDir });
}, 240_000);

afterAll(async () => {
  await product.stop();
  rmSync(join(dataDir, ".."), { recursive: true, force: true });
});

/** The answer of the readiness check, or null while nothing listens. */
async function readiness(url: string): Promise<{ httpStatus: number; status: string } | null> {
  try {
    const answer = await fetch(`${url}/api/health/ready`, { signal: AbortSignal.timeout(30_000) });
    const { status } = (await answer.json()) as { status: string };
    return { httpStatus: answer.status, status };
  } catch {
    return null;
  }
}

const isReady = () =>
  vi.waitFor(
    async () => expect(await readiness(product.url)).toEqual({ httpStatus: 200, status: "ok" }),
    60_000,
  );

/** Throws while no application runs, so that no signal goes to another process. */
function applicationPid(): number {
  const all = descendantsOf(product.pid);
  const found = all.find(({ command }) => command.includes("scripts/application.ts"));
  if (!found) throw new Error("The application does not run");
  return found.pid;
}

test("starts the application again when it crashes, while PostgreSQL goes on", async () => {
  const postmaster = postmasterOf(dataDir);
  for (const signal of ["SIGKILL", "SIGABRT"] as const) {
    const application = applicationPid();
    process.kill(application, signal);
    await vi.waitFor(() => expect(applicationPid()).not.toBe(application), 60_000);
    await isReady();
    expect(postmasterOf(dataDir)).toBe(postmaster);
  }
});

test("answers 503 while PostgreSQL is away, and goes on when it is back", async () => {
  const application = applicationPid();
  const postmaster = postmasterOf(dataDir);
  // Asks all the time from before the kill on, because PostgreSQL may be back in half a second.
  const answers = new Set<number | undefined>();
  let isBack = false;
  const watching = vi.waitUntil(
    async () => {
      answers.add((await readiness(product.url))?.httpStatus);
      return isBack;
    },
    { timeout: 120_000, interval: 5 },
  );
  process.kill(postmaster, "SIGKILL");
  await vi.waitFor(() => expect(postmasterOf(dataDir)).not.toBe(postmaster), 60_000);
  await isReady();
  isBack = true;
  await watching;
  expect([...answers]).toContain(503);
  expect((await fetch(`${product.url}/doctors`)).status).toBe(200);
  expect(applicationPid()).toBe(application);
});

test("fails before it has touched anything when the port is in use", async () => {
  const other = join(makeClosedFolder(), "data");
  const port = Number(new URL(product.url).port);
  await expect(startProduct({ kept: other, port })).rejects.toThrow(`Port ${port} is in use`);
  expect(existsSync(other)).toBe(false);
  await isReady();
});

test("is not ready before it closes its port, then ends with everything that it started", async () => {
  const before = descendantsOf(product.pid).map(({ pid }) => pid);
  expect(before.length).toBeGreaterThan(2);
  const seen = new Set<string>();
  process.kill(product.pid, "SIGTERM");
  const watching = vi.waitUntil(
    async () => {
      const answer = await readiness(product.url);
      if (answer) seen.add(`${answer.httpStatus} ${answer.status}`);
      return answer === null;
    },
    { timeout: 20_000, interval: 20 },
  );
  expect(await product.ended).toBe(0);
  await watching;
  expect([...seen]).toContain("503 stopping");
  // A process that has ended is listed until its parent, or the system's first process, takes note.
  await vi.waitFor(() => expect(before.filter((pid) => isAlive(pid))).toEqual([]), 10_000);
  expect(existsSync(join(dataDir, "postgres/data/postmaster.pid"))).toBe(false);
  // The next start takes over the same data.
  product = await startProduct({ kept: dataDir });
  await isReady();
});
