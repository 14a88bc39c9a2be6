import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { testDatabase } from "./database.ts";

// Small on purpose: it also runs on every other version of PostgreSQL that is at hand.
const { superuser, app, identity } = testDatabase();

test("every migration of the repository is applied", async () => {
  const { rows } = await superuser.query<{ name: string }>(
    "SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL ORDER BY 1",
  );
  const folders = readdirSync("prisma/migrations", { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);
  expect(rows.map(({ name }) => name)).toEqual(folders.sort());
});

test("the login of the application is weak: no superuser, no owner, no way past row security", async () => {
  const { rows } = await app.query(
    `SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb,
            EXISTS (SELECT FROM pg_class WHERE relowner = pg_roles.oid) AS owns
     FROM pg_roles WHERE rolname = session_user`,
  );
  expect(rows).toEqual([
    { rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false, owns: false },
  ]);
});

test("the application's login has nothing of identity, and may not become it", async () => {
  expect((await identity.query("SELECT FROM users")).rows).toEqual([]);
  for (const statement of ["SELECT password_hash FROM users", "SET ROLE slotwell_identity"]) {
    await expect(app.query(statement)).rejects.toThrow(/permission denied/);
  }
});
