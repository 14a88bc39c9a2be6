import { env } from "../env.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { LimitsByRole, SessionLimits } from "../session-limits.ts";

/** Returns the limits as a table to join with: `limits (role, idle, absolute)`. */
export function limitsByRole(): Prisma.Sql {
  const rows = Object.entries(env().SESSION_LIMITS).map(
    ([role, { idleMs, absoluteMs }]) =>
      Prisma.sql`(${role}::user_role, ${idleMs / 1000} * interval '1 second', ${absoluteMs / 1000} * interval '1 second')`,
  );
  return Prisma.sql`(VALUES ${Prisma.join(rows)}) AS limits (role, idle, absolute)`;
}

/**
 * Returns the condition that a session `s` is not over, by the `limits` of its user's present role. A
 * session that began under longer limits ends by those of today.
 */
export const isLive = (now: Date): Prisma.Sql =>
  Prisma.sql`s.expires_at > ${now} AND s.last_seen_at > ${now}::timestamptz - limits.idle
    AND s.created_at > ${now}::timestamptz - limits.absolute`;

/** Returns the longest time of any role, in milliseconds: what is older is over for everyone. */
export function longest(limit: keyof SessionLimits): number {
  const limits: LimitsByRole = env().SESSION_LIMITS;
  return Math.max(...Object.values(limits).map((each) => each[limit]));
}
