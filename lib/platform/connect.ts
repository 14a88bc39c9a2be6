import pg from "pg";
import { codeOf, StartupError } from "./startup-error.ts";

/** PostgreSQL 15 is the oldest whose behaviour the migrations rely on. */
const OLDEST = 15;

/**
 * Runs `work` on a connection of its own and closes it.
 *
 * @param setting The variable that `url` came from, for the message when it leads nowhere.
 * @throws StartupError if the server cannot be reached, refuses the login, or is too old.
 */
export async function withClient<T>(
  url: string,
  setting: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 });
  // A server that goes away fails the query under way; without a listener it would end the process.
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    throw new StartupError(`Cannot connect to the database of ${setting}: ${reasonOf(error)}.`);
  }
  try {
    const { rows } = await client.query<{ major: number; version: string }>(
      "SELECT current_setting('server_version_num')::int / 10000 AS major, current_setting('server_version') AS version",
    );
    const [server] = rows;
    if (server && server.major < OLDEST) {
      throw new StartupError(
        `The database of ${setting} is PostgreSQL ${server.version}; Slotwell needs ${OLDEST} or later.`,
      );
    }
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** One line without the password: node-postgres messages never hold it. */
export function reasonOf(error: unknown): string {
  // A name that resolves to several addresses fails once per address.
  const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
  const message = first instanceof Error ? first.message : String(first);
  const [line = ""] = message.split("\n");
  return line === "" ? codeOf(first) : line;
}
