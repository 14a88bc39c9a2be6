import { withClient, type Target } from "./connect.ts";
import { StartupError } from "./startup-error.ts";

/** Reserved for tests by RFC 2606, so no real person has such an address. */
const DEMO_ADDRESSES = "%@slotwell.test";
/** OAuth clients whose secret, if they have one, is public. */
const DEMO_CLIENTS = "slotwell-demo-%";

/** What the accounts in a database are. */
export type Accounts = "none" | "demo" | "real";

/** Returns what the accounts in the database are, as seen by a login that may read users. */
export function accountsIn(target: Target): Promise<Accounts> {
  return withClient(target, async (client) => {
    const { rows } = await client.query<{ any: boolean; demo: boolean }>(
      `SELECT EXISTS (SELECT FROM users) AS any, EXISTS (SELECT FROM users WHERE email LIKE $1)
         OR EXISTS (SELECT FROM oauth_clients WHERE id LIKE $2) AS demo`,
      [DEMO_ADDRESSES, DEMO_CLIENTS],
    );
    return rows[0]?.demo ? "demo" : rows[0]?.any ? "real" : "none";
  });
}

/**
 * Fills an empty database with the demo's accounts and appointments.
 *
 * @throws StartupError if the database has accounts already; it is left as it is.
 */
export async function seedDemo(owner: Target): Promise<void> {
  if ((await accountsIn(owner)) !== "none") {
    throw new StartupError("The database is not empty, so the demo data was not added.");
  }
  const { seed } = await import("../../prisma/seed/main.ts");
  await seed(owner.url, { now: new Date() });
}
