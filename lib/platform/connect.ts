import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { isOutage } from "../db-errors.ts";
import { waitingFor } from "./progress.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** A login to a database, and how the operator knows it. */
export interface Target {
  url: string;
  /** For messages: the variable that the URL came from, or "the embedded PostgreSQL". */
  name: string;
}

/** Returns the name and password of a login. */
export function credentialsOf({ url }: Target): { name: string; password: string } {
  const { username, password } = new URL(url);
  return { name: decodeURIComponent(username), password: decodeURIComponent(password) };
}

/** PostgreSQL 15 is the oldest whose behaviour the migrations rely on. */
const MIN_MAJOR_VERSION = 15;
const CONNECT_TIMEOUT_MS = 10_000;
/** How long a database may take to accept connections. */
const MAX_WAIT_MS = 60_000;

/**
 * Runs `work` on a connection of its own and closes it. Waits up to 60 s for a database that is
 * still starting, or that a busy machine answers late.
 *
 * @throws StartupError if the server cannot be reached, rejects the login, or is too old.
 */
export async function withClient<T>(
  target: Target,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = await connect(target);
  try {
    const { rows } = await client.query<{ major: number; version: string }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_version') AS version",
    );
    const [server] = rows;
    if (server && server.major < MIN_MAJOR_VERSION) {
      throw new StartupError(
        `${target.name} is PostgreSQL ${server.version}; Slotwell needs ${MIN_MAJOR_VERSION} or later.`,
      );
    }
    // A login that serves requests as well has limits, which maintenance may exceed.
    await client.query(
      "SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0",
    );
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function connect(target: Target): Promise<pg.Client> {
  const where = `${target.name} at ${new URL(target.url).host}`;
  const tellWaiting = waitingFor(where);
  const deadline = Date.now() + MAX_WAIT_MS;
  for (;;) {
    const client = new pg.Client({
      connectionString: target.url,
      connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    });
    // A server that goes away fails the running query; without a listener it would end the process.
    client.on("error", () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (!isOutage(error) || Date.now() > deadline) {
        throw new StartupError(`Cannot connect to ${where}: ${reasonOf(error)}.`, { cause: error });
      }
      tellWaiting(reasonOf(error));
      await sleep(300);
    }
  }
}

/** Returns one line without the password: node-postgres messages never contain it. */
export function reasonOf(error: unknown): string {
  // A name that resolves to several addresses fails once per address.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message : String(first);
  const [line = ""] = message.split("\n");
  return line === "" ? codeOf(first) : line;
}
