import { execFileSync } from "node:child_process";
import {
  existsSync,
  linkSync,
  lstatSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
} from "node:fs";
import path from "node:path";
import type { PostgresUser } from "./postgres-user.ts";
import { codeOf } from "./startup-error.ts";

const MAX_CREATION_MS = 10_000;

/** A cluster, and the user that its server runs as (null: the user of this process). */
interface Cluster {
  cluster: string;
  user: PostgresUser | null;
}

/** A server that works on a cluster. */
export interface RunningServer {
  pid: number;
  /** On 127.0.0.1. */
  port: number;
}

/**
 * Finds the server that works on a cluster by its lock file (`postmaster.pid`), or null. After a
 * crash the process id in that file may belong to another program, also to another PostgreSQL, or
 * the file may be damaged; such a file is removed, because it would keep the server from starting.
 */
export function findRunningServer(home: Cluster): RunningServer | null {
  const file = path.join(home.cluster, "postmaster.pid");
  const content = read(file);
  if (content === null) return null;
  const [pid, , , port] = content.split("\n");
  if (isServerOf(home, Number(pid))) return { pid: Number(pid), port: Number(port) };
  if (isAlive(Number(pid)) || isDamaged(file, content)) remove(file, content);
  return null;
}

/** Returns whether a process is the PostgreSQL server of this cluster and of no other. */
export function isServerOf({ cluster, user }: Cluster, pid: number): boolean {
  if (!isAlive(pid)) return false;
  if (existsSync("/proc/self/cwd")) {
    const folder = workingDirectoryOf(pid, user);
    // A process that cannot be looked at may be the server: nothing is done behind its back.
    return folder === "unknown" || folder === realpathSync(cluster);
  }
  try {
    const command = execFileSync("ps", ["-o", "command=", "-p", String(pid)], { encoding: "utf8" });
    return command.includes(`${cluster} `);
  } catch {
    return false;
  }
}

/** A server never leaves its data folder; a process that has ended (null) has no folder. */
function workingDirectoryOf(pid: number, user: PostgresUser | null): string | null {
  const link = `/proc/${pid}/cwd`;
  try {
    return readlinkSync(link);
  } catch (error) {
    if (!/^(EACCES|EPERM)$/.test(codeOf(error))) return null;
  }
  try {
    // Root in a container may lack the right to look at the processes of other users.
    return execFileSync("readlink", [link], { ...user, encoding: "utf8", stdio: "pipe" }).trimEnd();
  } catch {
    // Nor may PostgreSQL's user: the process is of a third user, or (by `ps`) unreadable to all.
    return user ? null : "unknown";
  }
}

/** Returns whether there is a process of this id that this process may signal. */
export function isAlive(pid: number): boolean {
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** A server that is just starting creates its file a moment before it writes to it. */
function isDamaged(file: string, content: string): boolean {
  if (content !== "") return !/^\d+\n/.test(content);
  const stat = lstatSync(file, { throwIfNoEntry: false });
  return stat !== undefined && Date.now() - stat.mtimeMs > MAX_CREATION_MS;
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
