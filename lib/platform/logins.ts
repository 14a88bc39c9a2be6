import type pg from "pg";
import { ADVISORY_LOCKS } from "../advisory-locks.ts";
import { credentialsOf, reasonOf, withClient, type Target } from "./connect.ts";
import { canSignIn } from "./identity-login.ts";
import { reasonForOwner, restrainOwner } from "./owner-roles.ts";
import { codeOf, StartupError } from "./startup-error.ts";
import { withholdFunctions } from "./withheld-functions.ts";

/** The logins that the server connects with. */
export interface Logins {
  app: Target;
  /** Undefined while its password is not known, which needs DATABASE_IDENTITY_URL or AUTH_SECRET. */
  identity?: Target | undefined;
  /** Reads the audit trail and nothing else. */
  auditor?: Target | undefined;
}

/**
 * Gives the logins exactly the roles that the migrations made for them; creates those that do not
 * exist, with the password of their URL. The application's login may not become identity, and the
 * owner inherits nothing. Revokes the right to create temporary tables: a restored dump and a copied
 * database have it again, so each start revokes it.
 *
 * @param owner the login that owns the database and may create roles, or at least grant these.
 */
export async function provisionLogins(
  owner: Target,
  { app, identity, auditor }: Logins,
): Promise<void> {
  await withClient(owner, async (client) => {
    await client.query("SELECT pg_advisory_lock($1)", [ADVISORY_LOCKS.logins]);
    await provision(client, app, "slotwell_app");
    if (identity) {
      await provision(client, identity, "slotwell_identity");
      await separate(client, app);
    }
    if (auditor) await provision(client, auditor, "slotwell_auditor");
    await withholdFunctions(client);
    await restrainOwner(client);
  });
}

/** Sets the password of identity's login to the one that AUTH_SECRET gives, if that has changed. */
export async function renewPassword(owner: Target, login: Target): Promise<void> {
  if (await canSignIn(login)) return;
  await withClient(owner, async (client) => {
    const { name, password } = credentialsOf(login);
    const [role, secret] = [client.escapeIdentifier(name), client.escapeLiteral(password)];
    await client.query(`ALTER ROLE ${role} LOGIN PASSWORD ${secret}`).catch((error: unknown) => {
      throw new StartupError(`Cannot set the password of the login ${name}: ${reasonOf(error)}.`);
    });
  });
}

interface State {
  database: string;
  there: boolean;
  member: boolean;
  connects: boolean;
}

async function provision(client: pg.Client, target: Target, role: string): Promise<void> {
  const { name, password } = credentialsOf(target);
  const login = client.escapeIdentifier(name);
  try {
    const { rows } = await client.query<State>(
      `SELECT quote_ident(current_database()) AS database, to_regrole($1) IS NOT NULL AS there,
              to_regrole($1) IS NOT NULL AND pg_has_role(to_regrole($1)::oid, $2, 'MEMBER') AS member,
              has_database_privilege(coalesce(to_regrole($1)::oid, 0), current_database(), 'CONNECT') AS connects`,
      [login, role],
    );
    const [state] = rows;
    if (!state) return;
    if (!state.there) {
      const secret = client.escapeLiteral(password);
      // IN ROLE, so that no moment exists in which the login lacks its role.
      await client.query(`CREATE ROLE ${login} LOGIN PASSWORD ${secret} IN ROLE ${role}`);
    } else if (!state.member) {
      await client.query(`GRANT ${role} TO ${login}`);
    }
    if (!state.connects)
      await client.query(`GRANT CONNECT ON DATABASE ${state.database} TO ${login}`);
    await client.query(`REVOKE TEMPORARY ON DATABASE ${state.database} FROM PUBLIC, ${login}`);
  } catch (error) {
    const reason = await reasonForOwner(client, error);
    throw new StartupError(`Cannot prepare the login ${name} of ${target.name}: ${reason}.`);
  }
}

/**
 * Takes from the application's login what let it become identity in earlier versions. What a
 * superuser granted stays: `excessOf` then says what to revoke.
 */
async function separate(client: pg.Client, app: Target): Promise<void> {
  const { rows } = await client.query<{ revoke: string }>(
    `SELECT format('REVOKE %s FROM %s GRANTED BY %s', roleid::regrole, member::regrole, grantor::regrole) AS revoke
     FROM pg_auth_members
     WHERE member = to_regrole($1) AND roleid IN (to_regrole('slotwell_identity'), to_regrole('slotwell_identity_gate'))`,
    [client.escapeIdentifier(credentialsOf(app).name)],
  );
  for (const { revoke } of rows) {
    await client.query(revoke).catch((error: unknown) => {
      if (codeOf(error) !== INSUFFICIENT_PRIVILEGE) throw error;
    });
  }
}

const INSUFFICIENT_PRIVILEGE = "42501";

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
