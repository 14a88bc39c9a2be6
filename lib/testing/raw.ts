import { Client, type ClientBase, type QueryResult } from "pg";
import type { UserActor } from "../access/actor.ts";
import { testDatabase } from "./database.ts";

/** Signs an actor as identity does for a session. */
export async function signActor({ userId, clientId = "" }: Signee): Promise<string> {
  const { rows } = await testDatabase().identity.query<{ signed: string }>(
    "SELECT sign_actor($1, $2) AS signed",
    [userId, clientId],
  );
  return rows[0]?.signed ?? "";
}

type Signee = Pick<UserActor, "userId" | "clientId">;

/** Makes the transaction of a raw connection that of `actor`, as `asActor` does. */
export async function setActor(
  client: Pick<ClientBase, "query">,
  actor: UserActor | null,
): Promise<void> {
  const signed = actor ? await signActor(actor) : "";
  await client.query("SELECT set_config('app.actor', $1, true)", [signed]);
}

/** Runs one statement as the application's login on behalf of `actor`, past every check but the database's own. */
export async function rawAs(actor: UserActor, statement: string): Promise<QueryResult> {
  const client = new Client({ connectionString: testDatabase().appUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await setActor(client, actor);
    const result = await client.query(statement);
    await client.query("COMMIT");
    return result;
  } finally {
    await client.end();
  }
}
