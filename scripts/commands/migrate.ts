import { withDatabase } from "./with-database.ts";

/** `npm run migrate`: brings the database up to this version. */
export function migrateCommand(): Promise<void> {
  return withDatabase((_database, applied) => {
    for (const name of applied) console.log(`Applied ${name}`);
    console.log("The database is up to date.");
    return Promise.resolve();
  });
}
