import { withClient } from "./connect.ts";
import { StartupError } from "./startup-error.ts";

/** Reserved for tests by RFC 2606, so nobody real has such an address. */
const DEMO_ADDRESSES = "%@slotwell.test";
/** Programs whose secret, if they have one, everybody knows. */
const DEMO_CLIENTS = "slotwell-demo-%";

/** Who is in a database. */
export type People = "nobody" | "demo" | "real";

/** Looks who is in the database, as a login that may read users. */
export function peopleIn(url: string, setting: string): Promise<People> {
  return withClient(url, setting, async (client) => {
    const { rows } = await client.query<{ any: boolean; demo: boolean }>(
      `SELECT EXISTS (SELECT FROM users) AS any, EXISTS (SELECT FROM users WHERE email LIKE $1)
         OR EXISTS (SELECT FROM oauth_clients WHERE id LIKE $2) AS demo`,
      [DEMO_ADDRESSES, DEMO_CLIENTS],
    );
    return rows[0]?.demo ? "demo" : rows[0]?.any ? "real" : "nobody";
  });
}

/**
 * Fills an empty database with the demo's people and appointments.
 *
 * @throws StartupError if somebody is in it already; it is left as it is.
 */
export async function seedDemo(ownerUrl: string): Promise<void> {
  if ((await peopleIn(ownerUrl, "DATABASE_OWNER_URL")) !== "nobody") {
    throw new StartupError("The database is not empty, so the demo data was not added.");
  }
  const { seed } = await import("../../prisma/seed/main.ts");
  await seed(ownerUrl, { now: new Date() });
}
