import { execFileSync } from "node:child_process";
import {
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from "vitest";
import { makeClosedFolder, query, startEmbedded } from "#lib/testing/embedded.ts";
import { postmasterOf } from "#lib/testing/postmaster.ts";
import { processes } from "#lib/testing/processes.ts";
import { withClient } from "./connect.ts";
import { DataDirInUse, startPostgres } from "./postgres.ts";
import { isServerOf } from "./postgres-lock-file.ts";
import { findPostgresUser, postgresUsers } from "./postgres-user.ts";
import { readSecrets } from "./secrets.ts";

// What a start meets on real machines. Every test starts the embedded PostgreSQL in a folder of its
// own, below a folder that only its owner may enter.

const isRoot = process.getuid?.() === 0;

const writeNote = "CREATE TABLE note AS SELECT 'kept' AS text";
const readNote = "SELECT text FROM note";
const kept = [{ text: "kept" }];

const clusterOf = (dataDir: string) => join(dataDir, "postgres/data");

/** A data folder with the note in it, whose server has been stopped. */
let prepared: string;

beforeAll(async () => {
  prepared = join(mkdtempSync(join(tmpdir(), "slotwell-start-")), "data");
  const postgres = await startPostgres(prepared, new AbortController().signal);
  await query(postgres.owner, writeNote);
  await postgres.stop();
});

afterAll(() => rmSync(join(prepared, ".."), { recursive: true, force: true }));

/** Copies the prepared data folder, owners included, to a folder that only its owner may enter. */
function preparedDataDir(): string {
  const dataDir = join(makeClosedFolder(), "data");
  execFileSync("cp", ["-a", prepared, dataDir]);
  return dataDir;
}

test("starts again below a closed folder, with everything in the data folder", async () => {
  const dataDir = join(makeClosedFolder(), "data");
  const first = await startEmbedded(dataDir);
  await query(first.owner, writeNote);
  await first.stop();
  expect(readdirSync(dataDir).sort()).toEqual(["postgres", "secrets.json"]);
  const { mode, uid } = statSync(dataDir);
  expect([mode & 0o777, uid]).toEqual([0o700, process.getuid?.()]);
  const second = await startEmbedded(dataDir);
  expect(await query(second.owner, readNote)).toEqual(kept);
});

// Fails when log_min_messages is left at its default.
test("writes no value, statement or error text into its log", async () => {
  const dataDir = join(makeClosedFolder(), "data");
  const { owner } = await startEmbedded(dataDir);
  const canaryIn = (text: string) =>
    withClient(owner, (client) => client.query("SELECT $1::uuid", [text]));
  await expect(canaryIn("Canary4711")).rejects.toThrow("Canary4711");
  await expect(query(owner, "SELECT 'Canary4711'::uuid")).rejects.toThrow("Canary4711");
  await expect(query(owner, "SELECT Canary4711")).rejects.toThrow("canary4711");
  const text = readFileSync(join(dataDir, "postgres/postgres.log"), "utf8");
  expect(text).toContain("ready to accept connections");
  expect(text).not.toMatch(/canary/i);
});

test("starts from a copy of the data folder that belongs to the copying user", async () => {
  const dataDir = join(makeClosedFolder(), "data");
  // As `cp -r` does: what root copies belongs to root.
  cpSync(prepared, dataDir, { recursive: true });
  const second = await startEmbedded(dataDir);
  expect(await query(second.owner, readNote)).toEqual(kept);
});

test.runIf(isRoot)(
  "starts where an earlier version gave the folder to PostgreSQL's user",
  async () => {
    const dataDir = preparedDataDir();
    const { uid, gid } = statSync(join(dataDir, "postgres"));
    expect(postgresUsers().map((user) => user.uid)).toContain(uid);
    chownSync(dataDir, uid, gid);
    const second = await startEmbedded(dataDir);
    expect(await query(second.owner, readNote)).toEqual(kept);
    expect(statSync(dataDir).uid).toBe(0);
  },
);

test.runIf(isRoot)(
  "keeps using a database outside the data folder, and says where it is",
  async () => {
    const dataDir = preparedDataDir();
    const place = join("/var/lib/slotwell", readSecrets(dataDir)?.installation ?? "none");
    mkdirSync("/var/lib/slotwell", { recursive: true });
    onTestFinished(() => rmSync(place, { recursive: true, force: true }));
    execFileSync("mv", [join(dataDir, "postgres"), place]);
    const told = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const second = await startEmbedded(dataDir);
    expect(await query(second.owner, readNote)).toEqual(kept);
    expect(existsSync(join(dataDir, "postgres"))).toBe(false);
    expect(told.mock.calls.flat().join()).toContain(`is in ${place}`);
    await second.stop();
  },
);

test("starts although the lock file of a dead server names another PostgreSQL, or is damaged", async () => {
  const [otherDir, dataDir] = [preparedDataDir(), preparedDataDir()];
  const other = await startEmbedded(otherDir);
  const lockFile = "postgres/data/postmaster.pid";
  for (const content of [readFileSync(join(otherDir, lockFile)), "garbage", ""]) {
    writeFileSync(join(dataDir, lockFile), content);
    utimesSync(join(dataDir, lockFile), 0, 0);
    const postgres = await startEmbedded(dataDir);
    expect(await query(postgres.owner, readNote)).toEqual(kept);
    await postgres.stop();
  }
  expect(await query(other.owner, "SELECT 1 AS alive")).toEqual([{ alive: 1 }]);
});

test("starts the server again on its port when it is killed, and keeps what was acknowledged", async () => {
  const dataDir = preparedDataDir();
  const postgres = await startEmbedded(dataDir);
  const postmaster = postmasterOf(dataDir);
  await query(postgres.owner, "UPDATE note SET text = 'written before the kill'");
  process.kill(postmaster, "SIGKILL");
  const found = [{ text: "written before the kill" }];
  await vi.waitFor(
    async () => expect(await query(postgres.owner, readNote)).toEqual(found),
    60_000,
  );
  expect(postmasterOf(dataDir)).not.toBe(postmaster);
});

test("takes over a server whose Slotwell was killed, and refuses one that is in use", async () => {
  const dataDir = preparedDataDir();
  const orphan = leaveServer(dataDir, "running");
  const postgres = await startEmbedded(dataDir);
  expect(postmasterOf(dataDir)).not.toBe(orphan);
  expect(await query(postgres.owner, readNote)).toEqual(kept);
  const { signal } = new AbortController();
  await expect(startPostgres(dataDir, signal)).rejects.toThrow(DataDirInUse);
});

/** Writes through a server that its process leaves behind when it ends, running or killed. */
function leaveServer(dataDir: string, state: "running" | "killed"): number {
  const script = `
    import pg from "pg";
    const { startPostgres } = await import("#lib/platform/postgres.ts");
    const { postmasterOf } = await import("#lib/testing/postmaster.ts");
    const { owner } = await startPostgres(process.argv[1], new AbortController().signal);
    const client = new pg.Client({ connectionString: owner.url });
    client.on("error", () => undefined);
    await client.connect();
    await client.query("CREATE TABLE filler AS SELECT generate_series(1, 300000) AS n");
    const pid = postmasterOf(process.argv[1]);
    if (process.argv[2] === "killed") process.kill(pid, "SIGKILL");
    console.log(pid);
    process.exit(0);`;
  const args = ["--input-type=module", "--eval", script, dataDir, state];
  return Number(execFileSync(process.execPath, args, { encoding: "utf8" }));
}

/** The process that replays the log after a crash: while it stands still, the server is starting. */
const recoveryOf = (postmaster: number): number | undefined =>
  processes().find(
    ({ parent, command }) => parent === postmaster && command.startsWith("postgres: startup"),
  )?.pid;

test("waits for a recovery however long it takes, and tells about it", async () => {
  const dataDir = preparedDataDir();
  const killed = leaveServer(dataDir, "killed");
  const told = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  let recovery: number | undefined;
  const starting = startEmbedded(dataDir);
  await vi.waitFor(
    () => {
      const postmaster = postmasterOf(dataDir);
      expect(postmaster).not.toBe(killed);
      recovery = recoveryOf(postmaster);
      expect(recovery).toBeDefined();
    },
    { timeout: 30_000, interval: 1 },
  );
  const goOn = () => process.kill(recovery ?? NaN, "SIGCONT");
  onTestFinished(() => {
    try {
      goOn();
    } catch {
      // It has ended.
    }
  });
  process.kill(recovery ?? NaN, "SIGSTOP");
  // Hours pass for everything that looks at the clock.
  const now = vi.spyOn(Date, "now");
  const began = Date.now();
  let hours = 0;
  now.mockImplementation(() => began + (hours += 0.01) * 3_600_000);
  await vi.waitFor(() => expect(told.mock.calls.flat().join()).toMatch(/Waiting for PostgreSQL/));
  await vi.waitFor(() => expect(hours).toBeGreaterThan(0.5), 30_000);
  now.mockRestore();
  goOn();
  const second = await starting;
  expect(await query(second.owner, readNote)).toEqual(kept);
});

test.each(["before", "after"])(
  "ends a start when it is told to %s the server runs, and leaves none behind",
  async (moment) => {
    const dataDir = preparedDataDir();
    const started = () =>
      processes().filter(({ pid, command }) => {
        return (
          command.includes("postgres") && isServerOf({ cluster: clusterOf(dataDir), user }, pid)
        );
      });
    const user = findPostgresUser(join(dataDir, "postgres"));
    const controller = new AbortController();
    const starting = startPostgres(dataDir, controller.signal);
    const ended = expect(starting).rejects.toThrow(/abort/i);
    if (moment === "after") {
      await vi.waitFor(() => expect(started()).not.toEqual([]), { timeout: 30_000, interval: 1 });
    }
    controller.abort();
    await ended;
    expect(started()).toEqual([]);
  },
);

// A container's root often lacks this right: it must not take a live server for a dead one.
test.runIf(isRoot && existsSync("/usr/sbin/capsh"))(
  "sees a live server without the right to look at the processes of other users",
  async () => {
    const dataDir = preparedDataDir();
    await startEmbedded(dataDir);
    const script = `
      const { findRunningServer } = await import("#lib/platform/postgres-lock-file.ts");
      const { findPostgresUser } = await import("#lib/platform/postgres-user.ts");
      const [, folder] = process.argv;
      const user = findPostgresUser(folder);
      console.log(findRunningServer({ cluster: folder + "/data", user })?.pid);`;
    const command = [process.execPath, "--input-type=module", "--eval", script];
    const found = execFileSync(
      "/usr/sbin/capsh",
      [
        "--drop=cap_sys_ptrace",
        "--",
        "-c",
        'exec "$@"',
        "-",
        ...command,
        join(dataDir, "postgres"),
      ],
      { encoding: "utf8" },
    );
    expect(Number(found)).toBe(postmasterOf(dataDir));
  },
);

test.runIf(isRoot)("follows no link when it gives a copy to PostgreSQL's user", async () => {
  const dataDir = join(makeClosedFolder(), "data");
  const elsewhere = makeClosedFolder();
  writeFileSync(join(elsewhere, "file"), "of root");
  cpSync(prepared, dataDir, { recursive: true });
  symlinkSync(elsewhere, join(dataDir, "postgres/link"));
  await startEmbedded(dataDir);
  expect([statSync(elsewhere).uid, statSync(join(elsewhere, "file")).uid]).toEqual([0, 0]);
});

test("says why PostgreSQL does not start", async () => {
  const dataDir = preparedDataDir();
  renameSync(join(dataDir, "postgres/data/global"), join(dataDir, "postgres/data/elsewhere"));
  const now = vi.spyOn(Date, "now");
  const began = Date.now();
  let seconds = 0;
  now.mockImplementation(() => began + (seconds += 5) * 1000);
  await expect(startPostgres(dataDir, new AbortController().signal)).rejects.toThrow(
    /PostgreSQL does not start: .*postgres\/data\/global\/pg_control/,
  );
  now.mockRestore();
});
