import type { Role } from "../../access/actor.ts";
import { identityDb } from "../../db.ts";
import { hashToken, newToken } from "../secrets.ts";

/** The page that asks for the second factor. */
export const STEP_PAGE = "/sign-in/second-step";

/** Seconds from the right password to the right code. */
export const STEP_TTL_SECONDS = 10 * 60;

/** A sign-in that awaits its second factor. It opens nothing. */
export interface Step {
  userId: string;
  role: Role;
  amr: string[];
}

/** Notes that a user has given the first factor. Returns the token that their browser keeps. */
export async function issueStep(
  { userId, amr, token = newToken() }: { userId: string; amr: string[]; token?: string },
  now: Date,
): Promise<string> {
  const expiresAt = new Date(now.getTime() + STEP_TTL_SECONDS * 1000);
  await identityDb().signInStep.create({
    data: { tokenHash: hashToken(token), userId, amr, expiresAt },
  });
  return token;
}

/** Returns the sign-in of a browser that awaits its second factor, or null. */
export async function findStep(token: string | undefined, now: Date): Promise<Step | null> {
  if (!token) return null;
  const [step] = await identityDb().$queryRaw<Step[]>`
    SELECT s.user_id AS "userId", u.role::text AS role, s.amr
    FROM sign_in_steps s JOIN users u ON u.id = s.user_id
    WHERE s.token_hash = ${hashToken(token)} AND s.expires_at > ${now} AND u.disabled_at IS NULL`;
  return step ?? null;
}

/** Spends a step: true for the one who does. */
export async function spendStep(token: string, now: Date): Promise<boolean> {
  const where = { tokenHash: hashToken(token), expiresAt: { gt: now } };
  return (await identityDb().signInStep.deleteMany({ where })).count === 1;
}
