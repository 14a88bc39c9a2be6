import { randomBytes } from "node:crypto";
import type { TestProject } from "vitest/node";
import { withClient } from "#lib/platform/connect.ts";
import { provisionLogins } from "#lib/platform/logins.ts";
import { withholdFunctions } from "#lib/platform/withheld-functions.ts";
import { migrate } from "#lib/platform/migrate.ts";
import { databaseOf, targetOf, type RunOfTests } from "./databases.ts";
import { installedPostgres15, startTestServer, type TestServer } from "./postgres.ts";

declare module "vitest" {
  export interface ProvidedContext {
    runOfTests: RunOfTests;
  }
}

/**
 * Once per run: a server, and on it a template database with all migrations, from which every test
 * file gets a copy. `SLOTWELL_TEST_PG=15` takes the PostgreSQL 15 of SLOTWELL_TEST_PG15_URL (a
 * superuser's URL) or the one installed on this machine, instead of the embedded PostgreSQL 18.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await chooseServer();
  const run = { url: server.url, prefix: `slotwell_test_${randomBytes(4).toString("hex")}` };
  try {
    await makeTemplate(run);
  } catch (error) {
    await server.stop();
    throw error;
  }
  project.provide("runOfTests", run);
  return async () => {
    await dropAll(run);
    await server.stop();
  };
}

async function chooseServer(): Promise<TestServer> {
  if (process.env["SLOTWELL_TEST_PG"] !== "15") return startTestServer();
  const url = process.env["SLOTWELL_TEST_PG15_URL"];
  if (url) return { url, pid: 0, stop: () => Promise.resolve() };
  const bin = installedPostgres15();
  if (!bin) throw new Error("No PostgreSQL 15 here; set SLOTWELL_TEST_PG15_URL");
  return startTestServer(bin);
}

/** Migrated by a login with no more rights than the owner has in production. */
async function makeTemplate(run: RunOfTests): Promise<void> {
  const { name, superuserUrl, ownerUrl, appUrl, identityUrl } = databaseOf(run, "template");
  await withClient(targetOf(run.url), async (client) => {
    await client.query(
      `CREATE ROLE ${run.prefix}_owner LOGIN CREATEROLE CREATEDB PASSWORD '${run.prefix}'`,
    );
    await client.query(`CREATE DATABASE ${name} OWNER ${run.prefix}_owner`);
  });
  await migrate(targetOf(ownerUrl));
  const identity = targetOf(identityUrl);
  await provisionLogins(targetOf(ownerUrl), { app: targetOf(appUrl), identity });
  // As the embedded server's start does it, and the operator of another one.
  await withClient(targetOf(superuserUrl), withholdFunctions);
}

/** Leaves nothing behind, which matters on a server that is not ours. */
async function dropAll({ url, prefix }: RunOfTests): Promise<void> {
  await withClient(targetOf(url), async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "SELECT datname AS name FROM pg_database WHERE starts_with(datname, $1)",
      [prefix],
    );
    for (const { name } of rows) await client.query(`DROP DATABASE ${name} WITH (FORCE)`);
    for (const login of ["app", "identity", "owner"]) {
      await client.query(`DROP OWNED BY ${prefix}_${login} CASCADE`);
      await client.query(`DROP ROLE ${prefix}_${login}`);
    }
  });
}
