import { givenEnv, supply } from "#lib/env.ts";
import {
  borrowDatabase,
  prepareDatabase,
  settingsFor,
  type Database,
} from "#lib/platform/database.ts";
import { missingSecrets } from "#lib/platform/secrets.ts";
import { onStop } from "./on-stop.ts";

/**
 * Runs a command on the migrated database, and stops the embedded PostgreSQL afterwards if this
 * command has started it.
 *
 * @param work receives the database and the names of the migrations that were just applied.
 */
export function withDatabase(
  work: (database: Database, applied: string[]) => Promise<void>,
): Promise<void> {
  return withOpenDatabase(async (database) => {
    if (database.embedded) supply({ ...settingsFor(database), ...missingSecrets(givenEnv()) });
    await work(database, await prepareDatabase(database));
  });
}

/** The same, on the database as it is. */
export async function withOpenDatabase(work: (database: Database) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  let opened: Database | undefined;
  onStop(() => {
    stopping.abort();
    void Promise.resolve(opened?.close()).then(() => process.exit(130));
  });
  try {
    const database = await borrowDatabase(stopping.signal);
    opened = database;
    await work(database);
  } catch (error) {
    // What fails because the command is being stopped is not reported.
    if (!stopping.signal.aborted) throw error;
  } finally {
    await opened?.close();
  }
  process.channel?.unref();
}
