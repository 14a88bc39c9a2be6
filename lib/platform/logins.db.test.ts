import { Client } from "pg";
import { afterEach, expect, test } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { prepareDatabase, type Database } from "./database.ts";

const { superuser, ownerUrl, appUrl, identityUrl } = testDatabase();
const LOGIN = new URL(appUrl).username;
const DATABASE = new URL(appUrl).pathname.slice(1);
const database: Database = {
  ...{ embedded: false, owner: targetOf(ownerUrl), app: targetOf(appUrl), identity: null },
  close: () => Promise.resolve(),
};

afterEach(async () => {
  await superuser.query(`ALTER ROLE ${LOGIN} IN DATABASE ${DATABASE} RESET ALL`);
});

/** Returns the limits of a new session: statement, lock, idle transaction. */
async function limitsOf(url: string): Promise<string[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ limits: string[] }>(
    `SELECT ARRAY[current_setting('statement_timeout'), current_setting('lock_timeout'),
       current_setting('idle_in_transaction_session_timeout')] AS limits`,
  );
  await client.end();
  return rows[0]?.limits ?? [];
}

test("limits the sessions of the application, and not those of the owner, who migrates", async () => {
  await prepareDatabase(database);
  for (const url of [appUrl, identityUrl])
    expect(await limitsOf(url)).toEqual(["10s", "5s", "20s"]);
  expect(await limitsOf(ownerUrl)).toEqual(["0", "0", "0"]);
});

test("limits the sessions also where the owner's login is not known", async () => {
  await prepareDatabase({ ...database, owner: null });
  expect(await limitsOf(appUrl)).toEqual(["10s", "5s", "20s"]);
});

test("does not limit one login that is both", async () => {
  await prepareDatabase({ ...database, app: targetOf(ownerUrl) });
  expect(await limitsOf(ownerUrl)).toEqual(["0", "0", "0"]);
});

// Fails without the advisory lock: "tuple concurrently updated".
test("prepares the logins when several processes start at the same time", async () => {
  await Promise.all(Array.from({ length: 8 }, () => prepareDatabase(database)));
  expect(await limitsOf(appUrl)).toEqual(["10s", "5s", "20s"]);
});

test("revokes the right to create temporary tables at each start", async () => {
  await superuser.query(`GRANT TEMPORARY ON DATABASE ${DATABASE} TO PUBLIC, ${LOGIN}`);
  await prepareDatabase(database);
  const { rows } = await superuser.query(
    `SELECT has_database_privilege('public', $1, 'TEMPORARY') AS anyone, has_database_privilege($2, $1, 'TEMPORARY') AS app`,
    [DATABASE, LOGIN],
  );
  expect(rows).toEqual([{ anyone: false, app: false }]);
});
