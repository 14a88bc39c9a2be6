import path from "node:path";
import { givenEnv, supply } from "../env.ts";
import { withClient } from "./connect.ts";
import { provisionLogins } from "./logins.ts";
import { migrate } from "./migrate.ts";
import { migrationsOnDisk } from "./migrations.ts";
import { DataDirInUse, startPostgres } from "./postgres.ts";
import type { DatabaseUrls } from "./postgres-roles.ts";
import { rotateKeys, unencryptedTables } from "./rotate-keys.ts";
import { StartupError } from "./startup-error.ts";

export interface Database {
  embedded: boolean;
  /** Of the login that owns the schema; null if we were given only the application's. */
  ownerUrl: string | null;
  appUrl: string;
  identityUrl: string | undefined;
  /** Ends what `openDatabase` started. */
  close: () => Promise<void>;
}

/**
 * `openDatabase` for a command beside the server: if that is running already, its database is used
 * and left running.
 */
export async function borrowDatabase(): Promise<Database> {
  try {
    return await openDatabase(() => undefined);
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error;
    supplyUrls(error.urls);
    return { embedded: true, ...error.urls, close: () => Promise.resolve() };
  }
}

/**
 * The database that the environment names, or the embedded one of DATA_DIR, started; from now on
 * `env()` knows its URLs. The owner's URL stays out of the environment of what serves requests.
 */
export async function openDatabase(lost: (error: unknown) => void): Promise<Database> {
  const given = givenEnv();
  if (given.DATABASE_URL) {
    return {
      embedded: false,
      ownerUrl: given.DATABASE_OWNER_URL ?? null,
      appUrl: given.DATABASE_URL,
      identityUrl: given.DATABASE_IDENTITY_URL,
      close: () => Promise.resolve(),
    };
  }
  const isDefault = given.DATA_DIR === path.resolve(".data");
  const postgres = await startPostgres(given.DATA_DIR, isDefault, lost);
  supplyUrls(postgres);
  return { embedded: true, ...postgres, close: postgres.stop };
}

function supplyUrls({ appUrl, identityUrl }: DatabaseUrls): void {
  supply({ DATABASE_URL: appUrl, DATABASE_IDENTITY_URL: identityUrl });
}

/**
 * Applies what is missing of the migrations and gives the logins their roles.
 *
 * @returns the names of the migrations applied.
 */
export async function prepareDatabase(database: Database): Promise<string[]> {
  if (!database.ownerUrl) {
    await requireMigrations(database.appUrl, "set DATABASE_OWNER_URL to apply them");
    return [];
  }
  const { applied } = await migrate(database.ownerUrl);
  await provisionLogins(database.ownerUrl, database);
  await encryptPlainText(database.ownerUrl);
  return applied;
}

/** A version before may have written in plain text what is encrypted by now. */
async function encryptPlainText(ownerUrl: string): Promise<void> {
  if ((await unencryptedTables(ownerUrl)).length === 0) return;
  await rotateKeys(ownerUrl, givenEnv().ENCRYPTION_KEYS ?? []);
}

/** @throws StartupError if a migration is missing, as seen by the application's login. */
export async function requireMigrations(appUrl: string, remedy: string): Promise<void> {
  const applied = await withClient(appUrl, "DATABASE_URL", async (client) => {
    try {
      const { rows } = await client.query<{ name: string }>("SELECT applied_migrations() AS name");
      return rows.map(({ name }) => name);
    } catch {
      // No such function, or no right to call it: nobody has migrated or provisioned.
      return [];
    }
  });
  const missing = migrationsOnDisk().filter(({ name }) => !applied.includes(name)).length;
  if (missing) throw new StartupError(`The database lacks ${missing} migration(s): ${remedy}.`);
}

/** The URL under which a login of the application reads users, in the role that may. */
export function identityUrlOf({ appUrl, identityUrl }: Database): string {
  if (identityUrl) return identityUrl;
  const url = new URL(appUrl);
  url.searchParams.set("options", "-c role=slotwell_identity");
  return url.href.replaceAll("+", "%20");
}
