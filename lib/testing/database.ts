import { Pool } from "pg";
import { inject } from "vitest";
import { withClient } from "#lib/platform/connect.ts";
import { provisionLogins } from "#lib/platform/logins.ts";
import { databaseOf, targetOf } from "./databases.ts";

/** The database of this test file: migrated, empty, used by no other file. */
export interface TestDatabase {
  /** A superuser: beyond row level security, for fixtures and for looking behind the walls. */
  superuserUrl: string;
  /** The login that owns the schema, with no more rights than in production. */
  ownerUrl: string;
  /** The login of `DATABASE_URL`, under row level security. */
  appUrl: string;
  /** The login of `DATABASE_IDENTITY_URL`. */
  identityUrl: string;
  /** Raw connections, opened on first use. `lib/db.ts` has pools of its own to the same database. */
  superuser: Pool;
  owner: Pool;
  app: Pool;
  identity: Pool;
}

const pools = new Map<string, Pool>();

/** The database of the test file that calls this. */
export function testDatabase(): TestDatabase {
  const { superuserUrl, ownerUrl, appUrl, identityUrl } = current();
  return {
    superuserUrl,
    ownerUrl,
    appUrl,
    identityUrl,
    get superuser() {
      return poolOf(superuserUrl);
    },
    get owner() {
      return poolOf(ownerUrl);
    },
    get app() {
      return poolOf(appUrl);
    },
    get identity() {
      return poolOf(identityUrl);
    },
  };
}

/** Copies the template for this file; gives the environment that leads `lib/db.ts` to the copy. */
export async function createTestDatabase(): Promise<Record<string, string>> {
  const run = inject("runOfTests");
  const { name, ownerUrl, appUrl, identityUrl } = current();
  const template = databaseOf(run, "template").name;
  await withClient(targetOf(run.url), async (client) => {
    // A worker runs one file after another: the file before it has ended and left its database.
    await client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    await client.query(
      `CREATE DATABASE ${name} TEMPLATE ${template} STRATEGY file_copy OWNER ${run.prefix}_owner`,
    );
  });
  // The privileges on a database are not copied from its template.
  const identity = targetOf(identityUrl);
  await provisionLogins(targetOf(ownerUrl), { app: targetOf(appUrl), identity });
  return {
    DATABASE_URL: appUrl,
    DATABASE_IDENTITY_URL: identityUrl,
    DATABASE_OWNER_URL: ownerUrl,
    AUTH_SECRET: "a secret that only tests know, never used elsewhere",
    ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}`,
  };
}

export async function closeTestDatabase(): Promise<void> {
  await Promise.all([...pools.values()].map((pool) => pool.end()));
  pools.clear();
}

function current() {
  return databaseOf(inject("runOfTests"), process.env["VITEST_POOL_ID"] ?? "0");
}

function poolOf(url: string): Pool {
  const pool = pools.get(url) ?? new Pool({ connectionString: url, max: 10 });
  // `end` does not wait until connections are closed, and the next file drops the database then.
  if (!pools.has(url)) pool.on("error", () => undefined);
  pools.set(url, pool);
  return pool;
}
