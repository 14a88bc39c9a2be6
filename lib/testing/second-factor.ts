import { hashToken, newToken } from "#lib/auth/secrets.ts";
import { beginTotp, confirmTotp, pendingTotp } from "#lib/auth/second-factor/manage.ts";
import { codeAt } from "#lib/auth/second-factor/totp.ts";
import { beginSession, findSession, type Session } from "#lib/auth/session-store.ts";
import { testDatabase } from "./database.ts";

/** Begins a session of a user, and returns it with its token. */
export async function sessionFor(
  userId: string,
  now: Date,
  amr?: string[],
): Promise<Session & { token: string }> {
  const token = newToken();
  await beginSession(
    { token, userId, via: "password", userAgent: "Test", ...(amr && { amr }) },
    now,
  );
  const session = await findSession(token, now);
  if (!session) throw new Error(`no session ${hashToken(token)}`);
  return { ...session, token };
}

/** Adds an authenticator app to the user of a session. Returns its secret and the recovery codes. */
export async function addApp(
  session: Session,
  now: Date,
): Promise<{ secret: string; codes: string[] }> {
  await beginTotp({ ...session.actor, provenAt: now }, session.sessionId, now);
  const { secret } = (await pendingTotp(session, now)) ?? { secret: "" };
  const codes = await confirmTotp(session, codeAt(secret, now), now);
  return { secret, codes };
}

/** What the audit trail has of a user's account, oldest first. */
export async function actsOf(userId: string): Promise<string[]> {
  const { rows } = await testDatabase().superuser.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE entity_id = $1 AND action LIKE 'account.%' ORDER BY seq",
    [userId],
  );
  return rows.map(({ action }) => action);
}
