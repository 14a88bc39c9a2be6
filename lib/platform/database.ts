import { givenEnv } from "../env.ts";
import { credentialsOf, withClient, type Target } from "./connect.ts";
import { fillDialledNumbers } from "./dialled-number-rows.ts";
import { canSignIn, deriveIdentity } from "./identity-login.ts";
import { limitSessions, provisionLogins, renewPassword } from "./logins.ts";
import { migrate } from "./migrate.ts";
import { migrationsOnDisk } from "./migrations.ts";
import { DataDirInUse, startPostgres } from "./postgres.ts";
import { rotateKeys, unencryptedTables } from "./rotate-keys.ts";
import { StartupError } from "./startup-error.ts";

export interface Database {
  embedded: boolean;
  /** The login that owns the schema; null if only the application's is known. */
  owner: Target | null;
  app: Target;
  /** Null while no password is known, or no such login exists: then the application's becomes identity. */
  identity: Target | null;
  /** A login for `npm run audit:verify`, which the application never uses. */
  auditor?: Target | null;
  /** Ends what `openDatabase` started. */
  close: () => Promise<void>;
}

/**
 * Opens the database for a command beside the server: if that is running already, its database is
 * used and left running.
 *
 * @param signal ends the start of the embedded one.
 */
export async function borrowDatabase(signal: AbortSignal): Promise<Database> {
  try {
    return await openDatabase(signal);
  } catch (error) {
    if (!(error instanceof DataDirInUse)) throw error;
    return { embedded: true, ...error.targets, close: () => Promise.resolve() };
  }
}

/**
 * Opens the database that the environment names, or starts the embedded one of DATA_DIR.
 *
 * @param signal ends the start of the embedded one.
 */
export async function openDatabase(signal: AbortSignal): Promise<Database> {
  const { DATABASE_URL, DATABASE_OWNER_URL, DATABASE_IDENTITY_URL, DATA_DIR } = givenEnv();
  const { DATABASE_AUDITOR_URL } = givenEnv();
  if (!DATABASE_URL) {
    const postgres = await startPostgres(DATA_DIR, signal);
    return { embedded: true, ...postgres, close: postgres.stop };
  }
  const app = { url: DATABASE_URL, name: "the database of DATABASE_URL" };
  const owner = DATABASE_OWNER_URL
    ? { url: DATABASE_OWNER_URL, name: "the database of DATABASE_OWNER_URL" }
    : null;
  const identity = DATABASE_IDENTITY_URL
    ? { url: DATABASE_IDENTITY_URL, name: "the database of DATABASE_IDENTITY_URL" }
    : await findIdentity(app, owner);
  if (identity && userOf(identity) === userOf(app)) {
    throw new StartupError("DATABASE_IDENTITY_URL must name another login than DATABASE_URL.");
  }
  const auditor = DATABASE_AUDITOR_URL
    ? { url: DATABASE_AUDITOR_URL, name: "the database of DATABASE_AUDITOR_URL" }
    : null;
  return { embedded: false, owner, app, identity, auditor, close: () => Promise.resolve() };
}

/** Returns the login that the owner makes, or has made, for identity. */
async function findIdentity(app: Target, owner: Target | null): Promise<Target | null> {
  const { AUTH_SECRET } = givenEnv();
  const identity = AUTH_SECRET ? deriveIdentity(app, AUTH_SECRET) : null;
  return identity && (owner ?? (await canSignIn(identity))) ? identity : null;
}

/** Returns the settings by which the application finds the database: never the owner's login. */
export function settingsFor({ app, identity }: Database): Record<string, string> {
  return { DATABASE_URL: app.url, ...(identity && { DATABASE_IDENTITY_URL: identity.url }) };
}

/**
 * Applies the missing migrations, gives the logins their roles, and limits their sessions.
 *
 * @returns the names of the migrations applied.
 */
export async function prepareDatabase(database: Database): Promise<string[]> {
  const { owner, app, identity } = database;
  const applied = owner ? await prepareAsOwner(owner, database) : [];
  if (!owner) await requireMigrations(app, "set DATABASE_OWNER_URL to apply them");
  for (const login of identity ? [app, identity] : [app]) {
    // Migrations may take as long as they need, also where one login does everything.
    if (!owner || userOf(login) !== userOf(owner)) await limitSessions(login);
  }
  return applied;
}

const userOf = (login: Target) => credentialsOf(login).name;

async function prepareAsOwner(owner: Target, database: Database): Promise<string[]> {
  const { applied } = await migrate(owner);
  await prepareLogins(owner, database);
  await encryptPlainText(owner);
  await fillDialledNumbers(owner);
  return applied;
}

/** Makes the logins as they should be. Changes nothing where they are. */
export async function prepareLogins(
  owner: Target,
  { app, identity, auditor }: Database,
): Promise<void> {
  await provisionLogins(owner, {
    app,
    identity: identity ?? undefined,
    auditor: auditor ?? undefined,
  });
  if (identity && !givenEnv().DATABASE_IDENTITY_URL) await renewPassword(owner, identity);
}

/** A version before may have written in plain text what is encrypted by now. */
async function encryptPlainText(owner: Target): Promise<void> {
  if ((await unencryptedTables(owner)).length === 0) return;
  await rotateKeys(owner, givenEnv().ENCRYPTION_KEYS ?? []);
}

/** @throws StartupError if a migration is missing, as seen by the application's login. */
export async function requireMigrations(app: Target, remedy: string): Promise<void> {
  const applied = await withClient(app, async (client) => {
    try {
      const { rows } = await client.query<{ name: string }>("SELECT applied_migrations() AS name");
      return rows.map(({ name }) => name);
    } catch {
      // No such function, or no right to call it: not migrated, or the login is not provisioned.
      return [];
    }
  });
  const missing = migrationsOnDisk().filter(({ name }) => !applied.includes(name)).length;
  if (missing) throw new StartupError(`The database lacks ${missing} migration(s): ${remedy}.`);
}

/** Returns the login under which the application reads users, in the role that may. */
export function identityOf({ app, identity }: Database): Target {
  if (identity) return identity;
  const url = new URL(app.url);
  url.searchParams.set("options", "-c role=slotwell_identity");
  return { ...app, url: url.href.replaceAll("+", "%20") };
}
