import { Pool } from "pg";
import { afterAll, afterEach, beforeEach, expect, it, vi } from "vitest";
import { anonymous } from "./access/actor.ts";
import { CleanClient } from "./clean-client.ts";
import { asActor, disconnect, type Tx } from "./db.ts";
import { testDatabase } from "./testing/database.ts";
import { makePatient } from "./testing/people.ts";

// What a statement that is smuggled into a request leaves on the connection, for the one that uses it next.

interface Left {
  pid: number;
  timeout: string;
  path: string;
  own: string;
  locks: number;
  cursors: number;
  channels: number;
}
const LEFT = `SELECT pg_backend_pid() AS pid, current_setting('statement_timeout') AS timeout,
  current_setting('search_path') AS path, current_setting('app.smuggled', true) AS own,
  (SELECT count(*)::int FROM pg_locks WHERE pid = pg_backend_pid() AND locktype = 'advisory') AS locks,
  (SELECT count(*)::int FROM pg_cursors) AS cursors,
  (SELECT count(*)::int FROM pg_listening_channels()) AS channels`;
const SMUGGLED = [
  "SET SESSION statement_timeout = 0",
  "SELECT set_config('search_path', 'pg_temp', false), set_config('app.smuggled', 'x', false)",
  "SELECT pg_advisory_lock(1)",
  "DECLARE smuggled CURSOR WITH HOLD FOR SELECT 1",
  "LISTEN smuggled",
];
const NOTHING = { timeout: "10s", path: "public", locks: 0, cursors: 0, channels: 0 };

let pool: Pool;
beforeEach(async () => {
  const { app, appUrl, superuser } = testDatabase();
  // As where no superuser has withheld it (lib/platform/withheld-functions.ts).
  await superuser.query("GRANT EXECUTE ON FUNCTION pg_advisory_lock(bigint) TO slotwell_app");
  await app.query("ALTER ROLE CURRENT_USER SET statement_timeout = '10s'");
  const options = "-c search_path=public";
  pool = new Pool({ connectionString: appUrl, max: 1, options, Client: CleanClient });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await testDatabase().app.query("ALTER ROLE CURRENT_USER RESET statement_timeout");
  await pool.end();
});
afterAll(disconnect);

const left = async () => (await pool.query<Left>(LEFT)).rows[0];

// Fails without CLEAN: then all of it is there for the next request.
it.each(["COMMIT", "ROLLBACK"])("leaves nothing of a session after %s", async (end) => {
  const client = await pool.connect();
  await client.query("BEGIN");
  for (const statement of SMUGGLED.slice(0, end === "COMMIT" ? 5 : 3))
    await client.query(statement);
  // SQL of its own ends the transaction, so that the settings are those of the session.
  await client.query("commit");
  await client.query(end);
  client.release();
  expect(await left()).toMatchObject(NOTHING);
  expect((await left())?.own ?? "").toBe("");
});

it("begins each transaction with the settings of its login, whatever a visitor's statement left", async () => {
  await pool.query(SMUGGLED[0] ?? "");
  expect(await left()).toMatchObject({ timeout: "0" });
  const client = await pool.connect();
  await client.query("BEGIN");
  expect((await client.query<Left>(LEFT)).rows[0]).toMatchObject(NOTHING);
  await client.query("COMMIT");
  client.release();
});

it("resets what a visitor's statement left for other visitors after a second", async () => {
  for (const statement of SMUGGLED) {
    if (!statement.startsWith("DECLARE")) await pool.query(statement);
  }
  const now = performance.now.bind(performance);
  vi.spyOn(performance, "now").mockImplementation(() => now() + 1001);
  expect(await left()).toMatchObject(NOTHING);
});

// Fails when the application's pools have another client.
it("is what users' requests run on: one connection serves the next without what the first left", async () => {
  const { actor } = await makePatient();
  const smuggle = (tx: Tx) =>
    tx.$queryRaw<
      Left[]
    >`SELECT pg_backend_pid() AS pid, set_config('app.smuggled', 'x', false) AS own`;
  const [first] = await asActor(actor, smuggle);
  const [next] = await asActor(
    actor,
    (tx) =>
      tx.$queryRaw<
        Left[]
      >`SELECT pg_backend_pid() AS pid, current_setting('app.smuggled', true) AS own`,
  );
  expect(next).toEqual({ pid: first?.pid, own: "" });
  const [visitor] = await asActor(
    anonymous,
    (tx) =>
      tx.$queryRaw<
        Left[]
      >`SELECT pg_backend_pid() AS pid, current_setting('app.smuggled', true) AS own`,
  );
  expect(visitor).toEqual({ pid: first?.pid, own: "" });
});
