import { spawn } from "node:child_process";
import { existsSync, realpathSync } from "node:fs";
import os from "node:os";
import { Failure } from "./failure.mjs";
import { inRoot, root } from "./paths.mjs";

const STOP_SIGNALS = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

/** The pinned runtime itself rather than a link to it, so that signals reach it. */
export const pinnedNode = () => realpathSync(inRoot("node_modules/.bin/node"));

let running = 0;

/**
 * Until the hand-over a signal may come between two programs, when nobody else acts on it; the exit
 * releases the lock.
 */
export function exitOnSignal() {
  for (const signal of STOP_SIGNALS) {
    process.on(signal, () => {
      if (running === 0) process.exit(128 + os.constants.signals[signal]);
    });
  }
}

/**
 * Runs a program to its end and keeps what it prints for the case that it fails.
 *
 * @param {string} title What it does, for the message about its failure.
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} extra
 */
export async function run(title, program, args, extra) {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...extra },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  const keep = (/** @type {Buffer} */ text) => (output = (output + text.toString()).slice(-20_000));
  child.stdout.on("data", keep);
  child.stderr.on("data", keep);
  const { code, signal } = await ended(child, program);
  if (signal) process.exit(128 + os.constants.signals[signal]);
  if (code !== 0) throw new Failure(`${output.trimEnd()}\n${title} failed (exit code ${code}).`);
}

/**
 * Gives the rest to scripts/main.ts on the pinned runtime, and lives exactly as long as it does.
 *
 * @param {string} command
 * @param {string[]} rest
 */
export async function handOver(command, rest) {
  const child = spawn(
    pinnedNode(),
    [
      ...(existsSync(inRoot(".env")) ? [`--env-file=${inRoot(".env")}`] : []),
      // A deprecation inside a dependency of next-auth, which operators cannot act on.
      "--disable-warning=DEP0169",
      inRoot("scripts/main.ts"),
      command,
      ...rest,
    ],
    {
      cwd: root,
      // The channel tells the supervisor that its parent is gone, even by kill -9.
      stdio: ["inherit", "inherit", "inherit", "ipc"],
      env: {
        ...process.env,
        NODE_ENV: command === "dev" ? "development" : "production",
        NEXT_TELEMETRY_DISABLED: "1",
      },
    },
  );
  const unwatch = onOrphaned(() => child.kill("SIGTERM"));
  const { code, signal } = await ended(child, pinnedNode());
  unwatch();
  if (signal) console.error(`Slotwell ended (${signal}). The next start takes over its database.`);
  process.exit(signal ? 128 + os.constants.signals[signal] : (code ?? 1));
}

/**
 * npm killed outright tells nobody; its child only finds itself with another parent.
 *
 * @param {() => void} act
 */
function onOrphaned(act) {
  if (!process.env["npm_lifecycle_event"] || !existsSync("/bin/sh")) return () => undefined;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid !== parent) act();
  }, 1000);
  return () => clearInterval(timer);
}

/**
 * @param {import("node:child_process").ChildProcess} child
 * @param {string} program
 * @returns {Promise<{code: number | null, signal: NodeJS.Signals | null}>}
 */
function ended(child, program) {
  const forward = (/** @type {NodeJS.Signals} */ signal) => child.kill(signal);
  for (const signal of STOP_SIGNALS) process.on(signal, forward);
  running++;
  return new Promise((resolve, reject) => {
    child.once("error", (error) => reject(new Failure(`Cannot run ${program}: ${error.message}`)));
    child.once("close", (code, signal) => {
      for (const stop of STOP_SIGNALS) process.off(stop, forward);
      running--;
      resolve({ code, signal });
    });
  });
}
