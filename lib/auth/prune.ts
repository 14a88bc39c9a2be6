import { identityDb } from "../db.ts";
import { longest } from "./session-limits.ts";
import { LIMITS } from "./throttle.ts";

/** Removes what has run out. Any number of processes may do it at once. */
export async function pruneIdentity(now: Date): Promise<void> {
  const db = identityDb();
  const before = (ms: number) => new Date(now.getTime() - ms);
  const oldest = Math.max(...Object.values(LIMITS).map(({ within }) => within));
  await db.session.deleteMany({
    where: {
      OR: [{ expiresAt: { lte: now } }, { lastSeenAt: { lte: before(longest("idleMs")) } }],
    },
  });
  await db.signInTicket.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.welcomeLink.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.oidcArtifact.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.countedAttempt.deleteMany({ where: { at: { lte: before(oldest) } } });
}
