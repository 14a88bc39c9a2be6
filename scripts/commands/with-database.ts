import { givenEnv, supply } from "#lib/env.ts";
import {
  borrowDatabase,
  prepareDatabase,
  settingsFor,
  type Database,
} from "#lib/platform/database.ts";
import { missingSecrets } from "#lib/platform/secrets.ts";

/**
 * Runs a command on the migrated database, and stops the embedded PostgreSQL afterwards if this
 * command has started it.
 *
 * @param work receives the database and the names of the migrations that were just applied.
 */
export async function withDatabase(
  work: (database: Database, applied: string[]) => Promise<void>,
): Promise<void> {
  const database = await borrowDatabase();
  if (database.embedded) supply({ ...settingsFor(database), ...missingSecrets(givenEnv()) });
  const stop = () => void database.close().then(() => process.exit(130));
  process.once("SIGINT", stop).once("SIGTERM", stop).once("disconnect", stop);
  try {
    await work(database, await prepareDatabase(database));
  } finally {
    process.off("SIGINT", stop).off("SIGTERM", stop).off("disconnect", stop);
    await database.close();
  }
  process.channel?.unref();
}
