import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";

/** A server that works on a cluster. */
export interface RunningServer {
  pid: number;
  /** On 127.0.0.1. */
  port: number;
}

/**
 * Finds the server that works on a cluster by its lock file (`postmaster.pid`), or null. After a
 * crash the process id in that file may belong to another program, also to another PostgreSQL;
 * such a file is removed, because it would keep the server from starting.
 */
export function findRunningServer(cluster: string): RunningServer | null {
  const file = path.join(cluster, "postmaster.pid");
  const content = read(file);
  if (content === null) return null;
  const [pid, , , port] = content.split("\n");
  if (isServerOf(cluster, Number(pid))) return { pid: Number(pid), port: Number(port) };
  if (isAlive(Number(pid))) remove(file, content);
  return null;
}

/** Returns whether a process is the PostgreSQL server of this cluster and of no other. */
export function isServerOf(cluster: string, pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    if (existsSync("/proc/self/cwd")) {
      // A server never leaves its data folder. A process that has ended has no folder.
      return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(cluster);
    }
    const command = execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes(cluster);
  } catch {
    return false;
  }
}

/** Returns whether a process of this user has this id. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** Moves the file aside first: another start may have replaced it since it was read. */
function remove(file: string, content: string): void {
  const aside = `${file}.stale`;
  try {
    renameSync(file, aside);
    if (read(aside) !== content) linkSync(aside, file);
    rmSync(aside);
  } catch {
    // Another start has removed it.
  }
}

function read(file: string): string | null {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return null;
  }
}
