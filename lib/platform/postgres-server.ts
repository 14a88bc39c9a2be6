import { closeSync, constants, lstatSync, openSync, readFileSync, renameSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresHome } from "./postgres-home.ts";
import { isServerOf } from "./postgres-lock-file.ts";
import { OWN_FOLDER, type PostgresPrograms } from "./postgres-programs.ts";
import { serverArguments } from "./postgres-settings.ts";
import { tell } from "./progress.ts";

const MAX_LOG_BYTES = 10_000_000;
const STOP_TIMEOUT_MS = 3_500;

/** The folder belongs to PostgreSQL's user: a link there must not lead root elsewhere. */
const APPEND = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NOFOLLOW;
const READ = constants.O_RDONLY | constants.O_NOFOLLOW;

/** A server process that this process has started. */
export interface ServerProcess {
  pid: number;
  isRunning: () => boolean;
  /** Returns why it ended. */
  reason: () => string;
}

export const logOf = ({ folder }: PostgresHome): string => path.join(folder, "postgres.log");

/** Starts the server without waiting for it. */
export function startServer(
  home: PostgresHome,
  programs: PostgresPrograms,
  port: number,
): ServerProcess {
  const file = logOf(home);
  if (sizeOf(file) > MAX_LOG_BYTES) renameSync(file, `${file}.1`);
  const before = sizeOf(file);
  const log = openSync(file, APPEND, 0o600);
  const child = programs.postgres(home.cluster, serverArguments(port), log);
  closeSync(log);
  let problem: string | null = null;
  child.once("error", (error) => (problem = error.message));
  child.once("exit", (code, signal) => (problem = `it ended with ${signal ?? `code ${code}`}`));
  return {
    pid: child.pid ?? 0,
    isRunning: () => problem === null,
    reason: () => {
      const log = readLog(file).subarray(before).toString();
      const reason = lastReason(log) ?? problem ?? "";
      return reason.replaceAll(OWN_FOLDER, home.cluster);
    },
  };
}

/**
 * Asks the server to cut off its clients and stop, and waits until its data is on disk. A server that
 * needs longer goes on by itself, and the operator is told.
 */
export async function stopServer(home: PostgresHome, pid: number): Promise<void> {
  const deadline = Date.now() + STOP_TIMEOUT_MS;
  try {
    process.kill(pid, "SIGINT");
  } catch {
    return; // It has ended.
  }
  while (isServerOf(home, pid)) {
    if (Date.now() > deadline) {
      tell(
        `PostgreSQL (process ${pid}) is still writing: do not copy its data before it has ended.`,
      );
      return;
    }
    await sleep(50);
  }
}

/**
 * Returns the last fatal line of a server's log, or its last line. Skips what the server says to
 * clients that come too early, which is not why it ended.
 */
export function lastReason(log: string): string | null {
  const lines = log
    .split("\n")
    .filter((line) => line !== "" && !line.includes("the database system is "));
  const fatal = lines.findLast((line) => /(FATAL|PANIC): /.test(line));
  return (fatal ?? lines.at(-1))?.replace(/^.*?(FATAL|PANIC|LOG|postgres): +/, "") ?? null;
}

const sizeOf = (file: string): number => lstatSync(file, { throwIfNoEntry: false })?.size ?? 0;

function readLog(file: string): Buffer {
  const log = openSync(file, READ);
  try {
    return readFileSync(log);
  } finally {
    closeSync(log);
  }
}
