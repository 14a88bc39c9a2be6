import type pg from "pg";
import type { Target } from "./connect.ts";
import type { Secrets } from "./secrets.ts";

const OWNER = "slotwell_owner";
const APP = "slotwell_app_login";
const IDENTITY = "slotwell_identity_login";
const DATABASE = "slotwell";

export interface DatabaseTargets {
  owner: Target;
  app: Target;
  identity: Target;
}

/** Returns the logins of the embedded database. */
export function targetsOf({ passwords }: Secrets, port: number): DatabaseTargets {
  const target = (user: string, password: string): Target => ({
    url: `postgresql://${user}:${password}@127.0.0.1:${port}/${DATABASE}`,
    name: "the embedded PostgreSQL",
  });
  return {
    owner: target(OWNER, passwords.owner),
    app: target(APP, passwords.app),
    identity: target(IDENTITY, passwords.identity),
  };
}

/**
 * Creates the owner and the database, where missing. The logins of the application come after the
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
}
