import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterEach, expect, onTestFinished, test } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { prepareDatabase, type Database } from "./database.ts";
import { excessOf } from "./login-strength.ts";
import { provisionLogins } from "./logins.ts";
import { migrate } from "./migrate.ts";

const { superuser, owner: ownerPool, ownerUrl, appUrl, identityUrl } = testDatabase();
const LOGINS = [appUrl, identityUrl].map((url) => new URL(url).username);
const [LOGIN] = LOGINS;
const DATABASE = new URL(appUrl).pathname.slice(1);
const database: Database = {
  ...{ embedded: false, owner: targetOf(ownerUrl), app: targetOf(appUrl) },
  ...{ identity: targetOf(identityUrl), close: () => Promise.resolve() },
};

afterEach(async () => {
  for (const login of LOGINS) {
    await superuser.query(`ALTER ROLE ${login} IN DATABASE ${DATABASE} RESET ALL`);
  }
});

const userOf = ({ url }: { url: string }) => new URL(url).username;

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

/** Runs one SELECT on a new connection. */
async function select(url: string, statement: string, values: unknown[] = []) {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(statement, values)).rows;
  } finally {
    await client.end();
  }
}

// Fails for slotwell_identity and slotwell_identity_gate where the login is a member of the gate.
test("lets no statement of the application take on another role", async () => {
  const { rows } = await superuser.query<{ role: string }>(
    "SELECT rolname AS role FROM pg_roles WHERE rolname NOT IN ($1, 'slotwell_app')",
    [LOGIN],
  );
  const refused = { code: "42501" };
  for (const { role } of rows) {
    await expect(
      select(appUrl, "SELECT set_config('role', $1, true)", [role]),
    ).rejects.toMatchObject(refused);
  }
  const become = select(appUrl, "SELECT set_config('session_authorization', $1, true)", [
    LOGINS[1],
  ]);
  await expect(become).rejects.toMatchObject(refused);
  expect(rows.map(({ role }) => role)).toContain("slotwell_identity");
});

/** Makes a login of the application for one test: other files use the common ones at the same time. */
async function makeLogin(): Promise<Database> {
  const name = `login_${randomUUID().replaceAll("-", "")}`;
  await ownerPool.query(`CREATE ROLE ${name} LOGIN PASSWORD 'x' IN ROLE slotwell_app`);
  onTestFinished(async () => {
    await superuser.query(`DROP OWNED BY ${name} CASCADE`);
    await superuser.query(`DROP ROLE ${name}`);
  });
  const url = new URL(appUrl);
  url.username = name;
  return { ...database, app: targetOf(url.href) };
}

test("takes the identity role from the application's login of an earlier version", async () => {
  const earlier = await makeLogin();
  await ownerPool.query(`GRANT slotwell_identity_gate TO ${userOf(earlier.app)}`);
  expect(await excessOf(earlier.app, "slotwell_app")).toBe(
    "may take on the role slotwell_identity",
  );
  await prepareDatabase(earlier);
  expect(await excessOf(earlier.app, "slotwell_app")).toBeNull();
  expect(await excessOf(targetOf(identityUrl), "slotwell_identity")).toBeNull();
});

test.each(["slotwell_definer", "slotwell_auditor", "pg_read_all_data"])(
  "says that a login may take on %s, which a superuser granted",
  async (role) => {
    const granted = await makeLogin();
    await superuser.query(`GRANT ${role} TO ${userOf(granted.app)}`);
    await prepareDatabase(granted);
    expect(await excessOf(granted.app, "slotwell_app")).toMatch(/^may take on the role /);
  },
);

test("says that a login may create roles", async () => {
  const { app } = await makeLogin();
  await superuser.query(`ALTER ROLE ${userOf(app)} CREATEROLE`);
  expect(await excessOf(app, "slotwell_app")).toBe("has CREATEROLE");
});

// Fails without restrainOwner: the owner inherits both and sees the rows.
test("lets the owner see a patient's rows only in the role that imports", async () => {
  await superuser.query("INSERT INTO users (id, name, role) VALUES ($1, 'Pat', 'patient')", [
    PATIENT,
  ]);
  await superuser.query("INSERT INTO patients (user_id, full_name) VALUES ($1, 'Pat')", [PATIENT]);
  await prepareDatabase(database);
  expect(await select(ownerUrl, "SELECT FROM patients")).toEqual([]);
  const client = await ownerPool.connect();
  await client.query("BEGIN");
  for (const role of ["slotwell_import", "slotwell_definer"]) {
    await client.query(`SET LOCAL ROLE ${role}`);
    expect((await client.query("SELECT FROM patients")).rowCount).toBe(1);
    await client.query("SET LOCAL ROLE NONE");
  }
  await client.query("ROLLBACK");
  client.release();
});

const PATIENT = "00000000-0000-7000-8000-000000000001";

test("stops a migration that would run without the rights of the definer", async () => {
  const row =
    "INSERT INTO _prisma_migrations (id, migration_name, checksum) VALUES ('x', 'x', 'x')";
  await expect(ownerPool.query(row)).rejects.toThrow('run "npm run migrate"');
});

test("says what lets a second owner on the server use the roles of the first one", async () => {
  const name = `second_${randomUUID().replaceAll("-", "")}`;
  await superuser.query(`CREATE ROLE ${name} LOGIN CREATEROLE PASSWORD 'x'`);
  await superuser.query(`CREATE DATABASE ${name} OWNER ${name}`);
  const as = (user: string) => {
    const url = new URL(ownerUrl);
    [url.username, url.password, url.pathname] = [user, "x", `/${name}`];
    return targetOf(url.href);
  };
  onTestFinished(async () => {
    await superuser.query(`DROP DATABASE ${name} WITH (FORCE)`);
    for (const role of [`${name}_app`, `${name}_identity`, name]) {
      if ((await superuser.query("SELECT FROM pg_roles WHERE rolname = $1", [role])).rowCount === 0)
        continue;
      await superuser.query(`DROP OWNED BY ${role} CASCADE`);
      await superuser.query(`DROP ROLE ${role}`);
    }
  });
  const logins = { app: as(`${name}_app`), identity: as(`${name}_identity`) };
  const major = await select(
    ownerUrl,
    "SELECT current_setting('server_version_num')::int / 10000 AS major",
  );
  if (Number(major[0]?.["major"]) >= 16) {
    const problem = await migrate(as(name)).then(() => "", String);
    const [, grant = ""] = /run as a superuser: (GRANT .*)\.$/.exec(problem) ?? [];
    expect(grant).toMatch(new RegExp(`^GRANT slotwell_app, .* TO ${name} WITH ADMIN TRUE`));
    await superuser.query(grant);
  }
  await migrate(as(name));
  await provisionLogins(as(name), logins);
  expect(await excessOf(logins.app, "slotwell_app")).toBeNull();
  expect(
    await select(as(name).url, "SELECT pg_has_role('slotwell_definer', 'USAGE') AS inherits"),
  ).toEqual([{ inherits: false }]);
});
