import { seedDemo } from "#lib/platform/demo.ts";
import { StartupError } from "#lib/platform/startup-error.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run seed`: the demo's accounts and appointments, into an empty database. */
export function seedCommand(): Promise<void> {
  return withDatabase(async ({ owner }) => {
    if (!owner) throw new StartupError("DATABASE_OWNER_URL is needed to add the demo data.");
    await seedDemo(owner);
    console.log("The demo data is in the database.");
  });
}
