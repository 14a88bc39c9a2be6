import { identityDb } from "../db.ts";
import { hashToken, newToken } from "./secrets.ts";

/** Seconds from the last right proof to the authorization server's question who it was. */
export const TICKET_LIVES = 60;

/** Who has just proved who they are, and how (RFC 8176). */
export interface Proven {
  userId: string;
  amr: readonly string[];
}

/** A single-use proof that `userId` has just given what `amr` names. Lives in one browser. */
export async function issueTicket(
  userId: string,
  now: Date,
  amr: readonly string[] = ["pwd"],
): Promise<string> {
  const token = newToken();
  await identityDb().signInTicket.create({
    data: {
      tokenHash: hashToken(token),
      userId,
      amr: [...amr],
      expiresAt: new Date(now.getTime() + TICKET_LIVES * 1000),
    },
  });
  return token;
}

/** Spends a ticket: whose it was, or null if it is none, spent, or too old. */
export async function spendTicket(token: string | undefined, now: Date): Promise<Proven | null> {
  if (!token) return null;
  // One statement, so that of two at once only one finds it.
  const rows = await identityDb().$queryRaw<Proven[]>`
    DELETE FROM sign_in_tickets WHERE token_hash = ${hashToken(token)} AND expires_at > ${now}
    RETURNING user_id AS "userId", amr`;
  return rows[0] ?? null;
}
