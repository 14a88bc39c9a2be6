import { identityDb, type Tx } from "../../db.ts";
import { Prisma } from "../../generated/prisma/client.ts";

/** What a user can prove themselves by. */
export interface Credentials {
  password: boolean;
  /** When the authenticator app was added; null without one. */
  totpSince: Date | null;
  passkeys: number;
  /** How many are left. */
  recoveryCodes: number;
}

/** Returns what a user can prove themselves by. */
export async function credentialsOf(
  userId: string,
  db: Pick<Tx, "$queryRaw"> = identityDb(),
): Promise<Credentials> {
  const [row] = await db.$queryRaw<Credentials[]>`
    SELECT u.password_hash IS NOT NULL AS password, t.added_at AS "totpSince",
      (SELECT count(*)::int FROM passkeys k WHERE k.user_id = u.id) AS passkeys,
      (SELECT count(*)::int FROM recovery_codes r WHERE r.user_id = u.id) AS "recoveryCodes"
    FROM users u LEFT JOIN totp_factors t ON t.user_id = u.id WHERE u.id = ${userId}::uuid`;
  return row ?? { password: false, totpSince: null, passkeys: 0, recoveryCodes: 0 };
}

/** Whether a user has a second factor, so that a password alone does not sign in. */
export const hasSecondFactor = ({
  totpSince,
  passkeys,
}: Pick<Credentials, "totpSince" | "passkeys">): boolean => totpSince !== null || passkeys > 0;

/** The same as a condition on the row `u` of `users`. */
export const HAS_SECOND_FACTOR = Prisma.sql`(EXISTS (SELECT FROM totp_factors WHERE user_id = u.id)
  OR EXISTS (SELECT FROM passkeys WHERE user_id = u.id))`;

/** Locks a user until the transaction ends, so that acts on their second factor take turns. */
export async function lockCredentials(tx: Tx, userId: string): Promise<void> {
  await tx.$queryRaw`SELECT id FROM users WHERE id = ${userId}::uuid FOR NO KEY UPDATE`;
}
