import { hashPassword } from "#lib/auth/passwords.ts";
import { env } from "#lib/env.ts";
import { chanceOf } from "./chance.ts";
import { demoTables } from "./demo.ts";
import { importHistory } from "./import-role.ts";
import { encrypted, insertTables } from "./tables.ts";

/** Any number would do; this one gives a lively first week. */
const SEED = 20_261_123;

/**
 * Fills an empty database with the demo, around `now`. The same `now` gives the same data, the salt
 * of the password and the nonces of encryption aside. See docs/decisions/030-demo-data.md.
 *
 * @param ownerUrl the login that owns the schema.
 * @throws Error if anybody is in the database already.
 */
export async function seed(ownerUrl: string, { now }: { now: Date }): Promise<void> {
  const tables = demoTables({
    passwordHash: await hashPassword("slotwell-demo"),
    chance: chanceOf(SEED),
    now: now.getTime(),
  });
  const detail = {
    users: tables.users.length,
    appointments: tables.appointments.length,
    records: tables.medical_records.length,
  };
  await importHistory(ownerUrl, { action: "demo.import", detail }, (client) =>
    insertTables(client, encrypted(tables, env().ENCRYPTION_KEYS)),
  );
}
