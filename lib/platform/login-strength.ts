import { withClient, type Target } from "./connect.ts";

/**
 * Returns why row-level security would not hold the application's login, as words that follow its
 * name, or null if it does.
 */
export function excessOf(app: Target): Promise<string | null> {
  return withClient(app, async (client) => {
    const { rows } = await client.query<{ superuser: boolean; bypasses: boolean; owns: boolean }>(
      `SELECT rolsuper AS superuser, rolbypassrls AS bypasses,
              EXISTS (SELECT FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace
                      AND c.relkind = 'r' AND pg_has_role(current_user, c.relowner, 'MEMBER')) AS owns
       FROM pg_roles WHERE rolname = current_user`,
    );
    const [login] = rows;
    if (login?.superuser) return "is a superuser";
    if (login?.bypasses) return "has BYPASSRLS";
    if (login?.owns) return "owns the tables";
    return null;
  });
}
