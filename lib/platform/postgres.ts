import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isOutage } from "../db-errors.ts";
import { reasonOf } from "./connect.ts";
import { freePort } from "./free-port.ts";
import { ensureCluster } from "./postgres-cluster.ts";
import { preparePostgresHome, type PostgresHome } from "./postgres-home.ts";
import { findRunningServer, isServerOf } from "./postgres-lock-file.ts";
import { findPrograms, type PostgresPrograms } from "./postgres-programs.ts";
import { ensureDatabase, targetsOf, type DatabaseTargets } from "./postgres-roles.ts";
import { logOf, startServer, stopServer } from "./postgres-server.ts";
import { tell, waitingFor } from "./progress.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** The embedded server of a data folder, in use by this process. */
export interface Postgres extends DatabaseTargets {
  /** Resolves when the server has ended and everything is on disk. */
  stop: () => Promise<void>;
}

/** Another process uses this data folder; a command may borrow its server. */
export class DataDirInUse extends StartupError {
  readonly targets: DatabaseTargets;

  constructor({ folder, secrets }: PostgresHome, port: number) {
    super(
      `Another Slotwell is using the data folder (${folder}): stop it, or set DATA_DIR and PORT to start a second one.`,
    );
    this.targets = targetsOf(secrets, port);
  }
}

/** Held by the process that uses the data folder; ends with its connection, however it dies. */
const IN_USE_LOCK = 7_300_000;
/** How long a server that fails at once is started again. The processes of a crashed one linger. */
const MAX_RETRY_MS = 15_000;
/** How long a server may leave connections unanswered. While it says that it is starting, there is no limit. */
const MAX_SILENCE_MS = 60_000;
/** How long another process that has been told to stop may keep the data folder. */
const MAX_IN_USE_WAIT_MS = 3_000;
const CONNECT_TIMEOUT_MS = 5_000;
const MAX_PAUSE_MS = 30_000;

/** What the steps of a start share. */
interface Start {
  home: PostgresHome;
  programs: PostgresPrograms;
  signal: AbortSignal;
}

/**
 * Starts the embedded PostgreSQL of a data folder. Takes over from a server whose Slotwell died, and
 * starts the server again whenever it dies.
 *
 * @param signal ends the start, and stops what it has started.
 * @throws StartupError if the folder is in use or unusable, with one line that says why.
 */
export async function startPostgres(dataDir: string, signal: AbortSignal): Promise<Postgres> {
  const home = preparePostgresHome(dataDir);
  const programs = await findPrograms(home.user);
  await ensureCluster(home, programs);
  const start = { home, programs, signal };
  const { port, client } = await takeOver(start);
  await ensureDatabase(client, home.secrets).catch(async (error: unknown) => {
    await client.end().catch(() => undefined);
    await stopRunning(home);
    throw error;
  });
  const stopReviving = keepAlive(start, port, client);
  return {
    ...targetsOf(home.secrets, port),
    stop: async () => {
      await stopReviving();
      await stopRunning(home);
    },
  };
}

/**
 * Starts the server again on the same port, where the pools reconnect by themselves, for as long as
 * it takes. Returns what ends that.
 */
function keepAlive(start: Start, port: number, first: pg.Client): () => Promise<void> {
  const stopping = new AbortController();
  const signal = AbortSignal.any([start.signal, stopping.signal]);
  const isStopping = () => signal.aborted;
  let client = first;
  let reviving = Promise.resolve();
  const revive = async () => {
    tell("PostgreSQL ended. Starting it again.");
    for (let pause = 1_000; !isStopping(); pause = Math.min(pause * 2, MAX_PAUSE_MS)) {
      try {
        ({ client } = await takeOver({ ...start, signal }, port));
        watch();
        tell("PostgreSQL is running again.");
        return;
      } catch (error) {
        if (!isStopping()) tell(`${reasonOf(error)} Trying again in ${pause / 1000} s.`);
        await sleep(pause, undefined, { signal }).catch(() => undefined);
      }
    }
  };
  const watch = () => {
    client.once("end", () => {
      if (!isStopping()) reviving = revive();
    });
  };
  watch();
  return async () => {
    stopping.abort();
    await reviving;
    void client.end().catch(() => undefined);
  };
}

/** Returns the port of a running server, and the connection that holds its in-use lock. */
async function takeOver(
  start: Start,
  wantedPort?: number,
): Promise<{ port: number; client: pg.Client }> {
  const { home, signal } = start;
  let failingSince = 0;
  let inUseSince = 0;
  for (;;) {
    signal.throwIfAborted();
    const running = findRunningServer(home);
    const port = running?.port ?? wantedPort ?? (await freePort());
    signal.throwIfAborted();
    const server = running ? null : startServer(home, start.programs, port);
    const isRunning = () => server?.isRunning() ?? isServerOf(home, running?.pid ?? 0);
    const client = await connectWhenReady(start, port, isRunning).catch(async (error: unknown) => {
      // By its process id: it may not have written its lock file yet.
      if (server?.isRunning()) await stopServer(home, server.pid);
      throw error;
    });
    if (client && (await lock(client))) {
      if (server) return { port, client };
      // An orphan: a new server has this version's programs and settings.
      await client.end().catch(() => undefined);
      await stopRunning(home);
    } else if (client) {
      await client.end().catch(() => undefined);
      inUseSince ||= Date.now();
      if (Date.now() - inUseSince > MAX_IN_USE_WAIT_MS) throw new DataDirInUse(home, port);
      await sleep(200);
    } else if (server) {
      failingSince ||= Date.now();
      if (Date.now() - failingSince > MAX_RETRY_MS) {
        throw new StartupError(`PostgreSQL does not start: ${server.reason()} (${logOf(home)}).`);
      }
      await sleep(500);
    }
  }
}

/**
 * Waits as long as the server says that it is starting, recovering or stopping. Returns a connection
 * of the superuser, or null if the server has ended.
 */
async function connectWhenReady(
  { home, signal }: Start,
  port: number,
  isRunning: () => boolean,
): Promise<pg.Client | null> {
  const tellWaiting = waitingFor("PostgreSQL");
  let silentSince = Date.now();
  while (isRunning()) {
    signal.throwIfAborted();
    const { client, reason } = await connect(home, port);
    if (client) return client;
    if (reason.startsWith("the database system is ")) silentSince = Date.now();
    if (Date.now() - silentSince > MAX_SILENCE_MS) {
      throw new StartupError(`PostgreSQL does not answer: ${reason} (${logOf(home)}).`);
    }
    tellWaiting(reason);
    await sleep(50);
  }
  return null;
}

async function connect(
  { secrets, cluster }: PostgresHome,
  port: number,
): Promise<{ client?: pg.Client; reason: string }> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "postgres",
    database: "postgres",
    password: secrets.passwords.superuser,
    application_name: "slotwell",
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: MAX_SILENCE_MS,
    keepAlive: true,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return { client, reason: "" };
  } catch (error) {
    if (codeOf(error) === "28P01") {
      throw new StartupError(`The database in ${cluster} has other passwords than secrets.json.`);
    }
    if (!isOutage(error)) throw error;
    return { reason: reasonOf(error) };
  }
}

async function lock(client: pg.Client): Promise<boolean> {
  try {
    const { rows } = await client.query<{ ok: boolean }>("SELECT pg_try_advisory_lock($1) AS ok", [
      IN_USE_LOCK,
    ]);
    return rows[0]?.ok ?? false;
  } catch (error) {
    if (!isOutage(error)) throw error;
    return false; // The server is stopping.
  }
}

async function stopRunning(home: PostgresHome): Promise<void> {
  const running = findRunningServer(home);
  if (running) await stopServer(home, running.pid);
}
