import { withClient } from "./connect.ts";

/**
 * What makes the login of DATABASE_URL too strong for row level security to hold it, in words, or
 * null if nothing does.
 */
export function excessOf(appUrl: string): Promise<string | null> {
  return withClient(appUrl, "DATABASE_URL", async (client) => {
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
