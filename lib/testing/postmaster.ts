import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The process id in the lock file of a data folder's server. */
export function postmasterOf(dataDir: string): number {
  const [pid] = readFileSync(join(dataDir, "postgres/data/postmaster.pid"), "utf8").split("\n");
  return Number(pid);
}
