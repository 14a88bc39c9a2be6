import type pg from "pg";
import { reasonOf } from "./connect.ts";

// The owner is under row-level security like every other role. Through slotwell_owner_gate it may
// SET ROLE to slotwell_import and slotwell_definer, but inherits nothing of them. Only a migration,
// which changes walled rows and the definer's functions, inherits both until its transaction ends.

const INHERIT = `DO $$
BEGIN
  IF to_regrole('slotwell_definer') IS NOT NULL AND NOT pg_has_role(current_user, 'slotwell_definer', 'USAGE') THEN
    GRANT slotwell_definer, slotwell_import TO CURRENT_USER;
  END IF;
END
$$`;

// A superuser has the rights of every role without being granted it.
const RESTRAIN = `DO $$
BEGIN
  IF to_regrole('slotwell_owner_gate') IS NOT NULL AND NOT current_setting('is_superuser')::boolean THEN
    IF NOT pg_has_role(current_user, 'slotwell_owner_gate', 'USAGE') THEN
      GRANT slotwell_owner_gate TO CURRENT_USER;
    END IF;
    IF pg_has_role(current_user, 'slotwell_definer', 'USAGE') OR pg_has_role(current_user, 'slotwell_import', 'USAGE') THEN
      REVOKE slotwell_definer, slotwell_import FROM CURRENT_USER;
    END IF;
  END IF;
END
$$`;

/**
 * Lets the owner inherit the roles that migrations act as. Called in the transaction that ends with
 * `restrainOwner`, so that no other session ever sees it.
 */
export async function inheritDefiner(owner: pg.Client): Promise<void> {
  await owner.query(INHERIT);
}

/** Ends what `inheritDefiner`, the first migration or `prisma migrate deploy` has granted. */
export async function restrainOwner(owner: pg.Client): Promise<void> {
  await owner.query(RESTRAIN);
}

const FOREIGN_ROLES = 'permission denied to grant role "slotwell_';

/**
 * Returns why a statement of the owner failed. Roles belong to the whole server: since PostgreSQL 16,
 * the owner of a second installation there may grant them only if a superuser lets it.
 */
export async function reasonForOwner(owner: pg.Client, error: unknown): Promise<string> {
  const reason = reasonOf(error);
  if (!reason.includes(FOREIGN_ROLES)) return reason;
  const { rows } = await owner.query<{ grant: string }>(
    `SELECT format('GRANT %s TO %I WITH ADMIN TRUE, INHERIT FALSE, SET FALSE', string_agg(rolname, ', ' ORDER BY rolname), current_user) AS grant
     FROM pg_roles WHERE rolname ~ '^slotwell_(app|auditor|definer|identity|identity_gate|import|owner_gate)$'`,
  );
  return `${reason}. Another installation made Slotwell's roles: run as a superuser: ${rows[0]?.grant ?? ""}`;
}
