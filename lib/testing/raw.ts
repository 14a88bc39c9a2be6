import { Client, type QueryResult } from "pg";
import type { UserActor } from "../access/actor.ts";
import { testDatabase } from "./database.ts";

/** Runs one statement as the application's login on behalf of `actor`, past every check but the database's own. */
export async function rawAs(actor: UserActor, statement: string): Promise<QueryResult> {
  const client = new Client({ connectionString: testDatabase().appUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("SELECT set_config('app.user_id', $1, true)", [actor.userId]);
    const result = await client.query(statement);
    await client.query("COMMIT");
    return result;
  } finally {
    await client.end();
  }
}
