import { randomUUID } from "node:crypto";
import { Client } from "pg";
import { afterEach, expect, test } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { migrate } from "./migrate.ts";
import { migrationsOnDisk } from "./migrations.ts";
import { inheritDefiner, restrainOwner } from "./owner-roles.ts";

// Each test has an empty database of its own, owned by the login that migrates.
const { owner: ownerPool, ownerUrl } = testDatabase();
const migrations = migrationsOnDisk();
const made: string[] = [];

async function emptyDatabase() {
  const name = `migrate_${randomUUID().replaceAll("-", "")}`;
  made.push(name);
  await ownerPool.query(`CREATE DATABASE ${name} TEMPLATE template0`);
  const url = new URL(ownerUrl);
  url.pathname = `/${name}`;
  const client = new Client({ connectionString: url.href });
  await client.connect();
  return { target: targetOf(url.href), client };
}

afterEach(async () => {
  for (const name of made.splice(0)) await ownerPool.query(`DROP DATABASE ${name} WITH (FORCE)`);
});

/** Everything that the migrations define, in words that do not depend on how they were applied. */
async function definitionsIn(client: Client): Promise<string[]> {
  const { rows } = await client.query<{ definition: string }>(
    `SELECT format('%s.%s %s', c.relname, a.attname, format_type(a.atttypid, a.atttypmod)) AS definition
     FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
     UNION ALL SELECT conrelid::regclass || pg_get_constraintdef(oid) FROM pg_constraint
     WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
     UNION ALL SELECT pg_get_functiondef(oid) FROM pg_proc
     WHERE pronamespace = 'public'::regnamespace AND prokind = 'f' AND prolang <> 13
     UNION ALL SELECT format('%s %s %s %s', tablename, policyname, qual, with_check) FROM pg_policies
     UNION ALL SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
     ORDER BY 1`,
  );
  return rows.map(({ definition }) => definition);
}

/** What the engine of Prisma leaves behind when it is interrupted: a row without an end. */
const beginRow = (client: Client, { name, checksum }: { name: string; checksum: string }) =>
  client.query(
    "INSERT INTO _prisma_migrations (id, migration_name, checksum) VALUES ($1, $2, $3)",
    [randomUUID(), name, checksum],
  );

for (const applied of [true, false]) {
  test(`completes each migration that was interrupted ${applied ? "after" : "before"} its script`, async () => {
    const straight = await emptyDatabase();
    await migrate(straight.target);
    const { target, client } = await emptyDatabase();
    // Makes the table of the rows.
    await migrate(target, []);
    for (const [index, migration] of migrations.entries()) {
      await client.query("BEGIN");
      await inheritDefiner(client);
      await beginRow(client, migration);
      if (applied) await client.query(migration.script);
      await restrainOwner(client);
      await client.query("COMMIT");
      const upTo = migrations.slice(0, index + 1);
      expect(await migrate(target, upTo)).toEqual({ applied: [migration.name] });
      expect(await migrate(target, upTo)).toEqual({ applied: [] });
    }
    expect(await definitionsIn(client)).toEqual(await definitionsIn(straight.client));
    await Promise.all([straight.client.end(), client.end()]);
  });
}

// Fails when the script and its row are not one transaction.
test("leaves nothing of a migration whose row cannot be written, and applies it the next time", async () => {
  const { target, client } = await emptyDatabase();
  const [first] = migrations;
  if (!first) throw new Error("There are no migrations");
  await migrate(target, []);
  const before = await definitionsIn(client);
  await client.query("ALTER TABLE _prisma_migrations ADD CONSTRAINT none CHECK (false) NOT VALID");
  await expect(migrate(target)).rejects.toThrow(`The migration ${first.name} failed`);
  await client.query("ALTER TABLE _prisma_migrations DROP CONSTRAINT none");
  expect(await definitionsIn(client)).toEqual(before);
  expect((await migrate(target)).applied).toHaveLength(migrations.length);
  await client.end();
});

// Fails when the advisory lock is not taken.
test("applies each migration once when several processes start at the same time", async () => {
  const { target, client } = await emptyDatabase();
  const applied = await Promise.all([migrate(target), migrate(target), migrate(target)]);
  expect(applied.flatMap((result) => result.applied).sort()).toEqual(
    migrations.map(({ name }) => name),
  );
  const { rows } = await client.query("SELECT FROM _prisma_migrations WHERE finished_at IS NULL");
  expect(rows).toEqual([]);
  await client.end();
});

test("tries a migration again that failed, and does not take its error for a sign that it was applied", async () => {
  const { target, client } = await emptyDatabase();
  await migrate(target, []);
  const script = "CREATE TABLE whole (id int); SELECT missing_function();";
  const migration = { name: "1_whole", script, checksum: "x" };
  await beginRow(client, migration);
  await client.query("UPDATE _prisma_migrations SET logs = 'ERROR: function does not exist'");
  await expect(migrate(target, [migration])).rejects.toThrow("missing_function() does not exist");
  await client.query("CREATE FUNCTION missing_function() RETURNS int LANGUAGE sql RETURN 1");
  expect(await migrate(target, [migration])).toEqual({ applied: ["1_whole"] });
  expect((await client.query("SELECT count(*)::int AS n FROM whole")).rows).toEqual([{ n: 0 }]);
  await client.end();
});

test("reports a script that fails, and leaves the database as it was", async () => {
  const { target, client } = await emptyDatabase();
  const script = "CREATE TABLE half (id int); SELECT 1 / 0;";
  await expect(migrate(target, [{ name: "1_half", script, checksum: "x" }])).rejects.toThrow(
    "The migration 1_half failed: division by zero.",
  );
  expect((await client.query("SELECT to_regclass('half') AS found")).rows).toEqual([
    { found: null },
  ]);
  await client.end();
});

test("keeps the signing key of an earlier version: it has signed since it was made", async () => {
  const { target, client } = await emptyDatabase();
  const first = migrations.findIndex(({ name }) => name.endsWith("_signing_key_rotation"));
  await migrate(target, migrations.slice(0, first));
  await client.query(
    "INSERT INTO signing_keys (kid, sealed, created_at) VALUES ('k', 's', '2025-01-01Z')",
  );
  await migrate(target);
  const { rows } = await client.query("SELECT kid, sealed, signs_from FROM signing_keys");
  expect(rows).toEqual([{ kid: "k", sealed: "s", signs_from: new Date("2025-01-01T00:00:00Z") }]);
  await client.end();
});
