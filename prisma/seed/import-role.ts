import pg from "pg";
import { ADVISORY_LOCKS } from "#lib/advisory-locks.ts";

/**
 * Fills an empty database in one transaction, as the role whose inserts are history rather than
 * acts: no guard asks who did it, and the audit trail gets the single entry that is noted here.
 *
 * @param ownerUrl the login that owns the schema.
 * @param note action and detail of the entry.
 * @throws Error if anybody is in the database already; nothing is changed then.
 */
export async function importHistory(
  ownerUrl: string,
  note: { action: string; detail: object },
  work: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const client = new pg.Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT pg_advisory_xact_lock($1)", [ADVISORY_LOCKS.import]);
    const { rows } = await client.query("SELECT FROM users LIMIT 1");
    if (rows.length > 0) {
      throw new Error("The database is not empty: demo data only goes into an empty one.");
    }
    await client.query("SET LOCAL TimeZone = 'UTC'");
    await client.query("SET LOCAL ROLE slotwell_import");
    await work(client);
    await client.query("SELECT audit_command($1, 'database', $2)", [note.action, note.detail]);
    await client.query("COMMIT");
  } finally {
    // Ends the transaction too, if it is still open.
    await client.end();
  }
}
