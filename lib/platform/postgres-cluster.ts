import { randomUUID } from "node:crypto";
import {
  chownSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import net from "node:net";
import path from "node:path";
import type { RunTool } from "./postgres-binaries.ts";
import type { PostgresHome } from "./postgres-home.ts";
import { serverOptions } from "./postgres-settings.ts";
import { StartupError } from "./startup-error.ts";

/** Creates the cluster if there is none: aside first, so that a broken attempt leaves nothing. */
export async function ensureCluster(home: PostgresHome, run: RunTool): Promise<void> {
  if (existsSync(path.join(home.cluster, "PG_VERSION"))) return;
  const draft = path.join(home.folder, `.data-${randomUUID()}`);
  const passwordFile = path.join(home.folder, `.password-${randomUUID()}`);
  writeFileSync(passwordFile, home.secrets.passwords.superuser, { mode: 0o600 });
  if (home.user) chownSync(passwordFile, home.user.uid, home.user.gid);
  const { code, output } = await run("initdb", [
    `--pgdata=${draft}`,
    "--username=postgres",
    `--pwfile=${passwordFile}`,
    "--auth=scram-sha-256",
    "--encoding=UTF8",
    // The same order of strings on every machine, now and after its next upgrade.
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--no-instructions",
  ]).finally(() => rmSync(passwordFile, { force: true }));
  if (code !== 0) {
    rmSync(draft, { recursive: true, force: true });
    throw new StartupError(`Cannot create the database in ${home.folder}: ${lastLine(output)}`);
  }
  try {
    renameSync(draft, home.cluster);
  } catch {
    // Another start was quicker; its cluster is as good as ours.
    rmSync(draft, { recursive: true, force: true });
  }
}

/** What the lock file of a cluster says: a server that may live, or have died without cleaning up. */
export function lockedBy({ cluster }: PostgresHome): { pid: number; port: number } | null {
  const file = path.join(cluster, "postmaster.pid");
  if (!existsSync(file)) return null;
  const [pid, , , port] = readFileSync(file, "utf8").split("\n");
  if (!isPostgres(Number(pid))) return null;
  return { pid: Number(pid), port: Number(port) };
}

/**
 * Starts the server; returns null if it runs, else what went wrong.
 *
 * @param port on 127.0.0.1.
 */
export async function startServer(home: PostgresHome, run: RunTool, port: number) {
  const log = path.join(home.folder, "postgres.log");
  if ((statSync(log, { throwIfNoEntry: false })?.size ?? 0) > 10_000_000)
    renameSync(log, `${log}.1`);
  const logged = statSync(log, { throwIfNoEntry: false })?.size ?? 0;
  const options = ["-w", "-t", "60", "-l", log, "-o", serverOptions(port)];
  const { code, output } = await run("pg_ctl", ["start", "-D", home.cluster, ...options]);
  if (code === 0) return null;
  const news = existsSync(log) ? readFileSync(log).subarray(logged).toString() : "";
  return /FATAL: {2}(.+)/.exec(news)?.[1] ?? lastLine(output);
}

/** Stops the server: cuts off its clients, and waits (in seconds) until its data is on disk. */
export async function stopServer(home: PostgresHome, run: RunTool, patience = 3): Promise<void> {
  await run("pg_ctl", ["stop", "-D", home.cluster, "-m", "fast", "-w", "-t", String(patience)]);
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = net.createServer().once("error", reject);
    probe.listen(0, "127.0.0.1", () => {
      const { port } = probe.address() as net.AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}

/** After a crash the process id in a lock file may have become somebody else's. */
function isPostgres(pid: number): boolean {
  const status = `/proc/${pid}/comm`;
  if (existsSync("/proc/self/comm")) {
    return existsSync(status) && readFileSync(status, "utf8").startsWith("postgres");
  }
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

const lastLine = (text: string) => text.trim().split("\n").at(-1) ?? "no reason given";
