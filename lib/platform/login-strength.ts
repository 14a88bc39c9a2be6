import { withClient, type Target } from "./connect.ts";

/** Roles with which a login could do more than the walls of the database let the application do. */
const STRONG_ROLES = [
  ...["slotwell_app", "slotwell_identity", "slotwell_identity_gate", "slotwell_auditor"],
  ...["slotwell_definer", "slotwell_import", "slotwell_owner_gate"],
  ...["pg_read_all_data", "pg_write_all_data", "pg_read_server_files", "pg_write_server_files"],
  "pg_execute_server_program",
];

/** What a login of the application is for. */
export type LoginRole = "slotwell_app" | "slotwell_identity";

interface Strength {
  superuser: boolean;
  bypasses: boolean;
  creates: boolean;
  owns: boolean;
  other: string | null;
}

/**
 * Returns what a login of the application could do besides its role, as words that follow its name,
 * or null if the walls of the database hold it.
 *
 * @param role the one that the login is for.
 */
export function excessOf(login: Target, role: LoginRole): Promise<string | null> {
  return withClient(login, async (client) => {
    const { rows } = await client.query<Strength>(
      `SELECT rolsuper AS superuser, rolbypassrls AS bypasses, rolcreaterole AS creates,
              EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
                      AND c.relkind = 'r' AND pg_has_role(session_user, c.relowner, 'MEMBER')) AS owns,
              (SELECT min(other.rolname) FROM pg_roles other
               WHERE other.rolname = ANY ($1) AND pg_has_role(session_user, other.oid, 'MEMBER')) AS other
       FROM pg_roles WHERE rolname = session_user`,
      [STRONG_ROLES.filter((name) => name !== role)],
    );
    const [found] = rows;
    if (found?.superuser) return "is a superuser";
    if (found?.bypasses) return "has BYPASSRLS";
    if (found?.owns) return "owns the tables";
    if (found?.creates) return "has CREATEROLE";
    return found?.other ? `may take on the role ${found.other}` : null;
  });
}
