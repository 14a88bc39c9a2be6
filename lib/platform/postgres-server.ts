import { closeSync, openSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import type { PostgresHome } from "./postgres-home.ts";
import { isServerOf } from "./postgres-lock-file.ts";
import { OWN_FOLDER, type PostgresPrograms } from "./postgres-programs.ts";
import { serverArguments } from "./postgres-settings.ts";

const MAX_LOG_BYTES = 10_000_000;

/** A server process that this process has started. */
export interface ServerProcess {
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
  const log = openSync(file, "a", 0o600);
  const child = programs.postgres(home.cluster, serverArguments(port), log);
  closeSync(log);
  let problem: string | null = null;
  child.once("error", (error) => (problem = error.message));
  child.once("exit", (code, signal) => (problem = `it ended with ${signal ?? `code ${code}`}`));
  return {
    isRunning: () => problem === null,
    reason: () => {
      const reason = lastReason(readFileSync(file).subarray(before).toString()) ?? problem ?? "";
      return reason.replaceAll(OWN_FOLDER, home.cluster);
    },
  };
}

/** Asks the server to cut off its clients and stop, and waits until its data is on disk. */
export async function stopServer(cluster: string, pid: number, timeoutMs = 3_500): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  try {
    process.kill(pid, "SIGINT");
  } catch {
    return; // It has ended.
  }
  while (isServerOf(cluster, pid) && Date.now() < deadline) await sleep(20);
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

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;
