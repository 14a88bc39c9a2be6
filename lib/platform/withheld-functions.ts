import type pg from "pg";
import { withClient, type Target } from "./connect.ts";

/**
 * What every login may call and the application never does: to store data outside of the tables and their
 * row-level security (large objects, messages, the write-ahead log), to end what other requests do, and to
 * hold a lock for longer than a transaction.
 */
const WITHHELD =
  "^(lo_[a-z0-9_]+|loread|lowrite|pg_notify|pg_logical_emit_message|pg_(cancel|terminate)_backend|pg_(try_)?advisory_lock(_shared)?)$";

const OPEN = `SELECT p.oid::regprocedure AS name FROM pg_proc p
  WHERE p.pronamespace = 'pg_catalog'::regnamespace AND p.proname ~ '${WITHHELD}'`;

/** Takes these functions from all logins but the owner's, as far as the one that runs it may. */
export const WITHHOLD = `DO $$
DECLARE
  f regprocedure;
  owner regrole := (SELECT datdba FROM pg_database WHERE datname = current_database());
BEGIN
  FOR f IN ${OPEN} AND has_function_privilege('public', p.oid, 'EXECUTE') AND pg_has_role(current_user, p.proowner, 'USAGE') LOOP
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO %s', f, owner);
    EXECUTE format('REVOKE EXECUTE ON FUNCTION %s FROM PUBLIC', f);
  END LOOP;
END
$$`;

/**
 * Withholds them. They belong to the superuser, so the owner of an outside database changes nothing here,
 * and `looseFunctionsOf` says so.
 */
export async function withholdFunctions(client: pg.Client): Promise<void> {
  await client.query(WITHHOLD);
}

/** Returns which of them a login may call, as words that follow its name, or null. */
export function looseFunctionsOf(login: Target): Promise<string | null> {
  return withClient(login, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `${OPEN} AND has_function_privilege(session_user, p.oid, 'EXECUTE') ORDER BY 1`,
    );
    const [first] = rows;
    return first
      ? `may call ${first.name} and ${rows.length - 1} other functions that store, lock or signal past the walls: run the statement of README.md ("Run it for real", 1) as a superuser`
      : null;
  });
}
