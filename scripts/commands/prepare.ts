import {
  type Database,
  identityUrlOf,
  prepareDatabase,
  requireMigrations,
} from "#lib/platform/database.ts";
import { type People, peopleIn, seedDemo } from "#lib/platform/demo.ts";
import { excessOf } from "#lib/platform/login-strength.ts";
import { unencryptedTables } from "#lib/platform/rotate-keys.ts";
import { StartupError } from "#lib/platform/startup-error.ts";

export type Mode = "start" | "dev" | "serve";

/** Gets an open database ready for requests, and says who is in it. */
export async function prepare(database: Database, mode: Mode): Promise<People> {
  if (mode === "serve") return inspect(database);
  await prepareDatabase(database);
  if (!database.embedded) {
    const excess = await excessOf(database.appUrl);
    if (excess) console.warn(`Warning: ${tooStrong(excess)}.`);
  }
  const people = await peopleIn(identityUrlOf(database), "DATABASE_URL");
  if (people !== "nobody" || !database.embedded || !database.ownerUrl) return people;
  console.log("Filling the empty database with demo data …");
  await seedDemo(database.ownerUrl);
  return "demo";
}

/** The production server changes nothing; it only refuses what is not safe to serve. */
async function inspect(database: Database): Promise<People> {
  await requireMigrations(database.appUrl, "run `npm run migrate` first");
  if ((await unencryptedTables(database.appUrl)).length > 0) {
    throw new StartupError("The database holds plain text: run `npm run keys:rotate` first.");
  }
  const excess = await excessOf(database.appUrl);
  if (excess)
    throw new StartupError(
      `Not safe to serve: ${tooStrong(excess)}; give the application a login of its own.`,
    );
  const people = await peopleIn(identityUrlOf(database), "DATABASE_URL");
  if (people === "demo") {
    throw new StartupError(
      "The database holds demo accounts (…@slotwell.test) or demo programs (slotwell-demo-…), whose passwords everybody knows: use another database.",
    );
  }
  return people;
}

const tooStrong = (excess: string) =>
  `the login of DATABASE_URL ${excess}, so row level security does not hold it`;
