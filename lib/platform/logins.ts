import type pg from "pg";
import { ADVISORY_LOCKS } from "../advisory-locks.ts";
import { withClient, type Target } from "./connect.ts";
import { StartupError } from "./startup-error.ts";

/** The logins that the server connects with. */
export interface Logins {
  app: Target;
  /** Without it, the app's login may take on the identity role, but never inherits it. */
  identity?: Target | undefined;
  /** Reads the audit trail and nothing else. */
  auditor?: Target | undefined;
}

/**
 * Gives the logins exactly the roles that the migrations made for them; creates those that do not
 * exist, with the password of their URL. Revokes the right to create temporary tables: a restored
 * dump and a copied database have it again, so each start revokes it.
 *
 * @param owner the login that owns the database and may create roles, or at least grant these.
 */
export async function provisionLogins(
  owner: Target,
  { app, identity, auditor }: Logins,
): Promise<void> {
  await withClient(owner, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCKS.logins]);
    await provision(client, app, ["slotwell_app", ...(identity ? [] : ["slotwell_identity_gate"])]);
    if (identity) await provision(client, identity, ["slotwell_identity"]);
    if (auditor) await provision(client, auditor, ["slotwell_auditor"]);
  });
}

interface State {
  database: string;
  there: boolean;
  missing: string[] | null;
}

async function provision(client: pg.Client, target: Target, roles: string[]) {
  const { username, password } = new URL(target.url);
  const name = decodeURIComponent(username);
  const login = client.escapeIdentifier(name);
  try {
    const { rows } = await client.query<State>(
      `SELECT quote_ident(current_database()) AS database, to_regrole($1) IS NOT NULL AS there,
              (SELECT array_agg(role) FROM unnest($2::text[]) role
               WHERE to_regrole($1) IS NULL OR NOT pg_has_role(to_regrole($1)::oid, role, 'MEMBER')) AS missing`,
      [login, roles],
    );
    const [state] = rows;
    if (!state) return;
    if (!state.there) {
      const secret = client.escapeLiteral(decodeURIComponent(password));
      // IN ROLE, so that no moment exists in which the login lacks its roles.
      await client.query(
        `CREATE ROLE ${login} LOGIN PASSWORD ${secret} IN ROLE ${roles.join(", ")}`,
      );
    } else if (state.missing?.length) {
      await client.query(`GRANT ${state.missing.join(", ")} TO ${login}`);
    }
    await client.query(`REVOKE TEMPORARY ON DATABASE ${state.database} FROM PUBLIC, ${login}`);
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new StartupError(`Cannot prepare the login ${name} of ${target.name}: ${problem}.`);
  }
}

/** What PostgreSQL ends, so that a process that hangs or is frozen does not stop the others. */
const LIMIT_SESSIONS = `DO $$
DECLARE
  login text := format('ALTER ROLE %I IN DATABASE %I ', session_user, current_database());
BEGIN
  PERFORM pg_advisory_xact_lock(${ADVISORY_LOCKS.logins});
  EXECUTE login || 'SET statement_timeout = ''10s''';
  EXECUTE login || 'SET lock_timeout = ''5s''';
  -- Prisma rolls a transaction back earlier, after 15 s (lib/db.ts).
  EXECUTE login || 'SET idle_in_transaction_session_timeout = ''20s''';
END
$$`;

/**
 * Limits how long statements, waits for locks and idle transactions of a login may last, from its
 * next session on. The login sets this itself, because the owner may not alter a login that another
 * role has made.
 */
export async function limitSessions(login: Target): Promise<void> {
  await withClient(login, (client) => client.query(LIMIT_SESSIONS));
}
