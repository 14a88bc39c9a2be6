import {
  identityOf,
  prepareDatabase,
  requireMigrations,
  type Database,
} from "#lib/platform/database.ts";
import { accountsIn, seedDemo, type Accounts } from "#lib/platform/demo.ts";
import { excessOf } from "#lib/platform/login-strength.ts";
import { unencryptedTables } from "#lib/platform/rotate-keys.ts";
import { StartupError } from "#lib/platform/startup-error.ts";
import type { Mode } from "./mode.ts";

/** Prepares an open database for requests, and returns what accounts are in it. */
export async function prepare(database: Database, mode: Mode): Promise<Accounts> {
  if (mode === "serve") return inspect(database);
  await prepareDatabase(database);
  if (!database.embedded) {
    const excess = await excessOf(database.app);
    if (excess) console.warn(`Warning: ${tooStrong(excess)}.`);
  }
  const accounts = await accountsIn(identityOf(database));
  if (accounts !== "none" || !database.embedded || !database.owner) return accounts;
  console.log("Filling the empty database with demo data …");
  await seedDemo(database.owner);
  return "demo";
}

/** The production server changes nothing; it only refuses what is not safe to serve. */
async function inspect(database: Database): Promise<Accounts> {
  await requireMigrations(database.app, "run `npm run migrate` first");
  if ((await unencryptedTables(database.app)).length > 0) {
    throw new StartupError("The database holds plain text: run `npm run keys:rotate` first.");
  }
  const excess = await excessOf(database.app);
  if (excess)
    throw new StartupError(
      `Not safe to serve: ${tooStrong(excess)}; give the application a login of its own.`,
    );
  const accounts = await accountsIn(identityOf(database));
  if (accounts === "demo") {
    throw new StartupError(
      "The database contains demo accounts (…@slotwell.test) or demo clients (slotwell-demo-…), whose passwords are public: use another database.",
    );
  }
  return accounts;
}

const tooStrong = (excess: string) =>
  `the login of DATABASE_URL ${excess}, so row-level security does not hold it`;
