import { parseArgs } from "node:util";
import { createAdministrator } from "#lib/auth/administrators.ts";
import { DomainError } from "#lib/errors.ts";
import { StartupError } from "#lib/platform/startup-error.ts";
import { withDatabase } from "./with-database.ts";

/** `npm run admin:create -- --email E`: prints a one-time link that sets the password. */
export async function adminCreateCommand(): Promise<void> {
  const { values } = parseArgs({
    args: process.argv.slice(3),
    options: { email: { type: "string" } },
    strict: false,
  });
  const { email } = values;
  if (typeof email !== "string") {
    throw new StartupError("Name the account: npm run admin:create -- --email name@example.com");
  }
  await withDatabase(async ({ owner }) => {
    if (!owner) throw new StartupError("DATABASE_OWNER_URL is needed to make an administrator.");
    try {
      console.log(await createAdministrator(owner, email, new Date()));
      console.log("The link works once, for 24 hours.");
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
      throw new StartupError(
        error.code === "email_taken"
          ? `${email} belongs to an account that is not an administrator, or is disabled.`
          : `${email} is not an e-mail address.`,
      );
    }
  });
}
