import type { UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { identityDb, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { isLive, limitsByRole } from "./session-limits.ts";

export interface ListedSession {
  id: string;
  via: string;
  userAgent: string;
  /** RFC 3339. */
  createdAt: string;
  lastSeenAt: string;
}

type Row = Omit<ListedSession, "createdAt" | "lastSeenAt"> & { createdAt: Date; lastSeenAt: Date };

/** Where the actor is signed in, last used first. */
export function listOwnSessions(actor: UserActor, now: Date): Promise<ListedSession[]> {
  return liveSessions(actor.userId, now);
}

/** The same of anybody, for admins. */
export async function listSessionsOf(
  actor: UserActor,
  userId: string,
  now: Date,
): Promise<ListedSession[]> {
  authorizeUser(actor, "account.read");
  return liveSessions(userId, now);
}

async function liveSessions(userId: string, now: Date): Promise<ListedSession[]> {
  const rows = await identityDb().$queryRaw<Row[]>`
    SELECT s.id, s.via, s.user_agent AS "userAgent", s.created_at AS "createdAt",
      s.last_seen_at AS "lastSeenAt"
    FROM sessions s JOIN users u ON u.id = s.user_id JOIN ${limitsByRole()} ON limits.role = u.role
    WHERE s.user_id = ${userId}::uuid AND ${isLive(now)}
    ORDER BY s.last_seen_at DESC LIMIT 50`;
  return rows.map(({ createdAt, lastSeenAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt.toISOString(),
  }));
}

/**
 * Ends one of the actor's own sessions.
 *
 * @throws DomainError `not_found` for anybody else's, and for one that is over.
 */
export async function endOwnSession(actor: UserActor, id: string): Promise<void> {
  if (!isId(id)) throw new DomainError("not_found");
  const [row] = await identityDb().$queryRaw<{ ended: boolean }[]>`
    SELECT session_end(${id}::uuid, ${actor.userId}::uuid) AS ended`;
  if (!row?.ended) throw new DomainError("not_found");
}

/**
 * Ends every session of a user but `kept`, or all of them, with what clients hold in their name.
 */
export async function endOtherSessions(
  tx: Tx,
  userId: string,
  kept: "none" | { sessionId: string },
): Promise<void> {
  const others = kept === "none" ? {} : { NOT: { id: kept.sessionId } };
  await tx.session.deleteMany({ where: { userId, ...others } });
  await tx.signInStep.deleteMany({ where: { userId } });
  await tx.oidcArtifact.deleteMany({ where: { userId } });
}
