import type pg from "pg";
import { withClient, type Target } from "./connect.ts";
import { StartupError } from "./startup-error.ts";

/** The logins that the server connects with. */
export interface Logins {
  app: Target;
  /** Without it, the app's login may take on the identity role, but never inherits it. */
  identity?: Target | undefined;
}

/**
 * Gives the logins exactly the roles that the migrations made for them; creates those that do not
 * exist, with the password of their URL.
 *
 * @param owner a login that may create roles, or at least grant these.
 */
export async function provisionLogins(owner: Target, { app, identity }: Logins): Promise<void> {
  await withClient(owner, async (client) => {
    await provision(client, app, ["slotwell_app", ...(identity ? [] : ["slotwell_identity_gate"])]);
    if (identity) await provision(client, identity, ["slotwell_identity"]);
  });
}

async function provision(client: pg.Client, target: Target, roles: string[]) {
  const { username, password } = new URL(target.url);
  const name = decodeURIComponent(username);
  const login = client.escapeIdentifier(name);
  try {
    const { rows } = await client.query<{ there: boolean; missing: string[] | null }>(
      `SELECT to_regrole($1) IS NOT NULL AS there,
              (SELECT array_agg(role) FROM unnest($2::text[]) role
               WHERE to_regrole($1) IS NULL OR NOT pg_has_role(to_regrole($1)::oid, role, 'MEMBER')) AS missing`,
      [login, roles],
    );
    const [state] = rows;
    if (!state?.there) {
      const secret = client.escapeLiteral(decodeURIComponent(password));
      // IN ROLE, so that no moment exists in which the login lacks its roles.
      await client.query(
        `CREATE ROLE ${login} LOGIN PASSWORD ${secret} IN ROLE ${roles.join(", ")}`,
      );
    } else if (state.missing?.length) {
      await client.query(`GRANT ${state.missing.join(", ")} TO ${login}`);
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StartupError(`Cannot prepare the login ${name} of ${target.name}: ${problem}.`);
  }
}
