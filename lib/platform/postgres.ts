import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { reasonOf } from "./connect.ts";
import { postgresTools, type RunTool } from "./postgres-binaries.ts";
import { ensureCluster, freePort, lockedBy, startServer, stopServer } from "./postgres-cluster.ts";
import { type PostgresHome, preparePostgresHome } from "./postgres-home.ts";
import { type DatabaseUrls, ensureDatabase, urlsOf } from "./postgres-roles.ts";
import { codeOf, StartupError } from "./startup-error.ts";

export interface Postgres extends DatabaseUrls {
  /** Resolves when the server has ended and everything is on disk. */
  stop: () => Promise<void>;
}

/** Another process serves this data folder; a command may borrow its server. */
export class DataDirInUse extends StartupError {
  readonly urls: DatabaseUrls;

  constructor({ folder, secrets }: PostgresHome, port: number) {
    super(
      `Another Slotwell is using the data folder (${folder}): stop it, or set DATA_DIR and PORT to start a second one.`,
    );
    this.urls = urlsOf(secrets, port);
  }
}

/** Held by the process that uses the data folder; ends with its connection, however it dies. */
const IN_USE_LOCK = 7_300_000;
const PATIENCE_MS = 15_000;
/** How long a predecessor that has been told to stop may take before it counts as alive. */
const SUCCESSION_MS = 3_000;

/**
 * Starts the embedded PostgreSQL of a data folder, taking over from a server whose Slotwell died.
 *
 * @param mayMove see `preparePostgresHome`.
 * @param lost called if the server dies and cannot be brought back.
 * @throws StartupError if the folder is in use or unusable, with one line that says why.
 */
export async function startPostgres(
  dataDir: string,
  mayMove: boolean,
  lost: (error: unknown) => void,
): Promise<Postgres> {
  const home = preparePostgresHome(dataDir, mayMove);
  const run = await postgresTools(home.folder, home.user);
  await ensureCluster(home, run);
  const first = await takeOver(home, run);
  const { port } = first;
  let { client } = first;
  await ensureDatabase(client, home.secrets);
  let stopping = false;
  const watch = () => {
    client.once("end", () => {
      if (!stopping) revive().catch(lost);
    });
  };
  // The pools reconnect by themselves, to the same port.
  const revive = async () => {
    ({ client } = await takeOver(home, run, port));
    watch();
  };
  watch();
  return {
    ...urlsOf(home.secrets, port),
    stop: async () => {
      stopping = true;
      await stopServer(home, run);
      await client.end().catch(() => undefined);
    },
  };
}

/** Ends with a server of our own on `port`, and the lock that says so. */
async function takeOver(home: PostgresHome, run: RunTool, wantedPort?: number) {
  const deadline = Date.now() + PATIENCE_MS;
  let inUseSince = 0;
  let problem: string | null = null;
  while (Date.now() < deadline) {
    const running = lockedBy(home);
    if (!running) {
      const port = wantedPort ?? (await freePort());
      problem = await startServer(home, run, port);
      const client = problem ? null : await connect(home, port);
      if (client && (await lock(client))) return { port, client };
      await client?.end();
      await sleep(problem ? 300 : 0);
      continue;
    }
    const client = await connect(home, running.port);
    if (client && (await lock(client))) {
      // An orphan. A fresh start gives it this version's programs and settings.
      await stopServer(home, run);
    } else if (client) {
      inUseSince ||= Date.now();
      if (Date.now() - inUseSince > SUCCESSION_MS) {
        await client.end();
        throw new DataDirInUse(home, running.port);
      }
    }
    await client?.end().catch(() => undefined);
    await sleep(200);
  }
  throw new StartupError(
    `PostgreSQL did not start: ${problem ?? "it does not answer"} (log: ${home.folder}/postgres.log).`,
  );
}

/** A connection of the superuser, or null while the server is starting or stopping. */
async function connect(
  { secrets, cluster }: PostgresHome,
  port: number,
): Promise<pg.Client | null> {
  const client = new pg.Client({
    host: "127.0.0.1",
    port,
    user: "postgres",
    database: "postgres",
    password: secrets.passwords.superuser,
    application_name: "slotwell",
    keepAlive: true,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (codeOf(error) === "28P01") {
      throw new StartupError(`The database in ${cluster} has other passwords than secrets.json.`);
    }
    if (!/^(57P03|ECONN|EPIPE)/.test(codeOf(error)) && !reasonOf(error).includes("terminated"))
      throw error;
    return null;
  }
}

async function lock(client: pg.Client): Promise<boolean> {
  const { rows } = await client.query<{ ok: boolean }>("SELECT pg_try_advisory_lock($1) AS ok", [
    IN_USE_LOCK,
  ]);
  return rows[0]?.ok ?? false;
}
