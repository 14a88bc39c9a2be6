import type pg from "pg";
import type { Secrets } from "./secrets.ts";

const OWNER = "slotwell_owner";
const APP = "slotwell_app_login";
const IDENTITY = "slotwell_identity_login";
const DATABASE = "slotwell";

export interface DatabaseUrls {
  ownerUrl: string;
  appUrl: string;
  identityUrl: string;
}

/** The connection URLs of the embedded database. */
export function urlsOf({ passwords }: Secrets, port: number): DatabaseUrls {
  const url = (user: string, password: string) =>
    `postgresql://${user}:${password}@127.0.0.1:${port}/${DATABASE}`;
  return {
    ownerUrl: url(OWNER, passwords.owner),
    appUrl: url(APP, passwords.app),
    identityUrl: url(IDENTITY, passwords.identity),
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
