import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#lib/platform/free-port.ts";
import { environment, root } from "./steps.ts";

/** The whole product as `npm start` runs it, on a port and data of its own. */
export interface Product {
  url: string;
  /** Of the process that started everything. */
  pid: number;
  /** Stops it as a person would; false if it needed more than 10 seconds or ended with an error. */
  stop: () => Promise<boolean>;
  /** Resolves when it has ended, to its exit code. */
  ended: Promise<number | null>;
  /** Returns everything that it has printed so far, its log included. */
  output: () => string;
}

const READY = /Slotwell is ready at (\S+)/;
const START_TIMEOUT_MS = 240_000;
const STOP_TIMEOUT_MS = 10_000;

const stops = new Set<Product["stop"]>();

/** Stops what `startProduct` began, ready or not. */
export async function stopProducts(): Promise<void> {
  await Promise.all([...stops].map((stop) => stop()));
}

interface Options {
  /** A data folder that stays, so that what was stopped can be started again. */
  kept?: string;
  port?: number;
  requestsPerMinute?: number;
  /** More settings, for example of a database outside. */
  settings?: Record<string, string>;
}

/**
 * Builds if the sources changed, then starts with demo data.
 * @throws an error with the output if the product does not get ready.
 */
export async function startProduct({
  kept,
  port: wanted,
  requestsPerMinute,
  settings,
}: Options = {}): Promise<Product> {
  const data = kept ?? join(tmpdir(), `slotwell-test-${randomBytes(6).toString("hex")}`);
  const port = String(wanted ?? (await freePort()));
  const child = spawn(process.execPath, [join(root, "scripts/start.mjs")], {
    cwd: root,
    env: {
      ...{ ...withoutSettings(), PORT: port, DATA_DIR: data },
      // Tests send more requests than people do.
      API_REQUESTS_PER_MINUTE: String(requestsPerMinute ?? 1_000_000),
      ...settings,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const remove = () => {
    if (!kept) rmSync(data, { recursive: true, force: true });
  };
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const stop = async () => {
    stops.delete(stop);
    const timer = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS);
    child.kill("SIGTERM");
    const code = await ended;
    clearTimeout(timer);
    remove();
    if (code !== 0) console.error(`The product ended with ${code ?? "a kill, too late"}`);
    return code === 0;
  };
  stops.add(stop);
  let output = "";
  const url = await new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => child.kill("SIGTERM"), START_TIMEOUT_MS);
    const watch = (chunk: Buffer) => {
      const found = READY.exec((output += chunk.toString()))?.[1];
      if (!found) return;
      clearTimeout(timer);
      resolve(found);
    };
    child.stdout.on("data", watch);
    child.stderr.on("data", watch);
    void ended.then(() => {
      clearTimeout(timer);
      remove();
      reject(new Error(`The product did not start:\n${output}`));
    });
  });
  console.log(`Started at ${url}`);
  return { url, pid: child.pid ?? 0, stop, ended, output: () => output };
}

/** Returns the environment without settings of a real installation, whose database no test may reach. */
export function withoutSettings(): NodeJS.ProcessEnv {
  const inherited = environment();
  const settings =
    /^(HOST|APP_URL|NODE_ENV|DATABASE_.*|AUTH_SECRET|NEXTAUTH_.*|ENCRYPTION_KEYS|OIDC_.*|GOOGLE_.*|MICROSOFT_.*|SMTP_URL|MAIL_FROM|TRUSTED_PROXIES|API_REQUESTS_PER_MINUTE|AUDIT_HEADS_FILE|VITEST.*)$/;
  const removed = Object.keys(inherited).filter((name) => settings.test(name));
  return { ...inherited, ...Object.fromEntries(removed.map((name) => [name, undefined])) };
}
