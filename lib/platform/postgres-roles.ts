import type pg from "pg";
import { withClient, type Target } from "./connect.ts";
import type { Secrets } from "./secrets.ts";
import { withholdFunctions } from "./withheld-functions.ts";

const OWNER = "slotwell_owner";
const APP = "slotwell_app_login";
const IDENTITY = "slotwell_identity_login";
const DATABASE = "slotwell";

export interface DatabaseTargets {
  owner: Target;
  app: Target;
  identity: Target;
}

const targetOf = (port: number, user: string, password: string): Target => ({
  url: `postgresql://${user}:${password}@127.0.0.1:${port}/${DATABASE}`,
  name: "the embedded PostgreSQL",
});

/** Returns the logins of the embedded database. */
export const targetsOf = ({ passwords }: Secrets, port: number): DatabaseTargets => ({
  owner: targetOf(port, OWNER, passwords.owner),
  app: targetOf(port, APP, passwords.app),
  identity: targetOf(port, IDENTITY, passwords.identity),
});

/**
 * Creates the owner and the database, where missing, and withholds functions from its logins. The logins of the application come after the
 * migrations, which make the roles that they are members of.
 */
export async function ensureDatabase(superuser: pg.Client, { passwords }: Secrets): Promise<void> {
  const { rows } = await superuser.query<{ owner: boolean; database: boolean }>(
    `SELECT to_regrole($1) IS NOT NULL AS owner,
            EXISTS (SELECT FROM pg_database WHERE datname = $2) AS database`,
    [OWNER, DATABASE],
  );
  if (!rows[0]?.owner) {
    const secret = superuser.escapeLiteral(passwords.owner);
    await superuser.query(`CREATE ROLE ${OWNER} LOGIN CREATEROLE CREATEDB PASSWORD ${secret}`);
  }
  if (!rows[0]?.database) {
    await superuser.query(`CREATE DATABASE ${DATABASE} OWNER ${OWNER}`);
    await superuser.query(`REVOKE CONNECT ON DATABASE postgres FROM PUBLIC`);
  }
  await withClient(targetOf(superuser.port, "postgres", passwords.superuser), withholdFunctions);
}
