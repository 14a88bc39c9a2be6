import { readFileSync } from "node:fs";

/** The kernel counts in hundredths of a second, on every architecture that Linux runs on. */
const MS_PER_TICK = 10;

/** What processes have used of the processors so far, in milliseconds; null where it cannot be known. */
export type CpuClock = () => number | null;

/** Of a process and everything it started. */
export const cpuOfTree =
  (pid: number): CpuClock =>
  () => {
    try {
      return ticksOfTree(pid) * MS_PER_TICK;
    } catch {
      // Not Linux.
      return null;
    }
  };

/** Children first: the time of one that ends meanwhile is its parent's by then. */
function ticksOfTree(pid: number): number {
  const below = childrenOf(pid).reduce((sum, child) => sum + ticksOfChild(child), 0);
  const [user = 0, system = 0, usersOfEnded = 0, systemOfEnded = 0] = statOf(pid).slice(11, 15);
  return below + user + system + usersOfEnded + systemOfEnded;
}

function ticksOfChild(pid: number): number {
  try {
    return ticksOfTree(pid);
  } catch {
    return 0;
  }
}

function childrenOf(pid: number): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").trim();
  return children === "" ? [] : children.split(" ").map(Number);
}

/** The parent of a process, or null where that cannot be known. */
export function parentOf(pid: number): number | null {
  try {
    return statOf(pid)[1] ?? null;
  } catch {
    return null;
  }
}

/** The fields of proc_pid_stat(5) from the third, `state`, on. */
function statOf(pid: number): number[] {
  const line = readFileSync(`/proc/${pid}/stat`, "utf8");
  return line
    .slice(line.lastIndexOf(")") + 2)
    .split(" ")
    .map(Number);
}

/** The most memory that the biggest process of the tree has had at once, in megabytes. */
export function peakMemory(pid: number): number | null {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    const own = Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    return Math.round(Math.max(own, ...childrenOf(pid).map((child) => peakMemory(child) ?? 0)));
  } catch {
    return null;
  }
}
