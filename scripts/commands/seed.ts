import { seedDemo } from "#lib/platform/demo.ts";
import { StartupError } from "#lib/platform/startup-error.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run seed`: the demo's people and appointments, into an empty database. */
export function seedCommand(): Promise<void> {
  return withDatabase(async ({ ownerUrl }) => {
    if (!ownerUrl) throw new StartupError("DATABASE_OWNER_URL is needed to add the demo data.");
    await seedDemo(ownerUrl);
    console.log("The demo data is in the database.");
  });
}
