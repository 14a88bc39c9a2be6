import { identityDb } from "../db.ts";
import { longest } from "./session-limits.ts";
import { LIMITS } from "./throttle.ts";

/** Longer than a browser keeps its cookie. */
const DEVICE_KEPT_MS = 400 * 24 * 60 * 60 * 1000;

/** Removes what has run out. Any number of processes may do it at once. */
export async function pruneIdentity(now: Date): Promise<void> {
  const db = identityDb();
  const before = (ms: number) => new Date(now.getTime() - ms);
  await db.session.deleteMany({
    where: {
      OR: [{ expiresAt: { lte: now } }, { lastSeenAt: { lte: before(longest("idleMs")) } }],
    },
  });
  await db.knownDevice.deleteMany({ where: { lastSeenAt: { lte: before(DEVICE_KEPT_MS) } } });
  await db.signInTicket.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.signInStep.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.passkeyChallenge.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.totpEnrolment.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.welcomeLink.deleteMany({ where: { expiresAt: { lte: now } } });
  await db.oidcArtifact.deleteMany({ where: { expiresAt: { lte: now } } });
  const windows = Object.entries(LIMITS).map(([kind, { within }]) => ({
    key: { startsWith: `${kind}:` },
    at: { lte: before(within) },
  }));
  await db.countedAttempt.deleteMany({ where: { OR: windows } });
}
