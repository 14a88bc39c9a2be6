import type { Target } from "#lib/platform/connect.ts";
import {
  identityOf,
  prepareDatabase,
  prepareLogins,
  requireMigrations,
  type Database,
} from "#lib/platform/database.ts";
import { accountsIn, seedDemo, type Accounts } from "#lib/platform/demo.ts";
import { canSignIn } from "#lib/platform/identity-login.ts";
import { excessOf, type LoginRole } from "#lib/platform/login-strength.ts";
import { unencryptedTables } from "#lib/platform/rotate-keys.ts";
import { StartupError } from "#lib/platform/startup-error.ts";
import { looseFunctionsOf } from "#lib/platform/withheld-functions.ts";
import type { Mode } from "./mode.ts";

/** Prepares an open database for requests, and returns what accounts are in it. */
export async function prepare(database: Database, mode: Mode): Promise<Accounts> {
  if (mode === "serve") return inspect(database);
  await prepareDatabase(database);
  if (!database.embedded) {
    const dangers = [...(await dangersOf(database)), ...(await loosenessOf(database))];
    for (const danger of dangers) console.warn(`Warning: ${danger}.`);
  }
  const accounts = await accountsIn(identityOf(database));
  if (accounts !== "none" || !database.embedded || !database.owner) return accounts;
  console.log("Filling the empty database with demo data …");
  await seedDemo(database.owner);
  return "demo";
}

/**
 * Refuses what is not safe to serve. The production server changes nothing but the logins, and these
 * only where they are not as they should be and the owner's login is known.
 */
async function inspect(database: Database): Promise<Accounts> {
  const { app, owner, identity } = database;
  await requireMigrations(app, "run `npm run migrate` first");
  if ((await unencryptedTables(app)).length > 0) {
    throw new StartupError("The database holds plain text: run `npm run keys:rotate` first.");
  }
  if (owner && identity) await mendLogins(owner, identity, database);
  const dangers = await dangersOf(database);
  if (dangers.length > 0) throw new StartupError(`Not safe to serve: ${dangers.join("; ")}.`);
  for (const looseness of await loosenessOf(database)) console.warn(`Warning: ${looseness}.`);
  const accounts = await accountsIn(identityOf(database));
  if (accounts === "demo") {
    throw new StartupError(
      "The database contains demo accounts (…@slotwell.test) or demo clients (slotwell-demo-…), whose passwords are public: use another database.",
    );
  }
  return accounts;
}

async function mendLogins(owner: Target, identity: Target, database: Database): Promise<void> {
  const works = await canSignIn(identity);
  if (!works || (await dangersOf(database)).length > 0) await prepareLogins(owner, database);
}

/** Returns what makes the walls of the database too weak to serve behind. */
async function dangersOf({ app, identity }: Database): Promise<string[]> {
  const tooStrong = async (login: Target, name: string, role: LoginRole) => {
    const excess = await excessOf(login, role);
    return excess
      ? [`the login of ${name} ${excess}, so the walls of the database do not hold it`]
      : [];
  };
  return [
    ...(await tooStrong(app, "DATABASE_URL", "slotwell_app")),
    ...(identity
      ? await tooStrong(identity, "users and sessions", "slotwell_identity")
      : [
          "users and sessions need a login of their own: run `npm run migrate` with DATABASE_OWNER_URL and this AUTH_SECRET, or set DATABASE_IDENTITY_URL",
        ]),
  ];
}

/** Returns what only a superuser can mend, and what is therefore said and not refused. */
async function loosenessOf({ app }: Database): Promise<string[]> {
  const loose = await looseFunctionsOf(app);
  return loose ? [`the login of DATABASE_URL ${loose}`] : [];
}
