import { purgeExpired, PURGED_AT_ONCE } from "../accounts/retention.ts";
import { expireRequests, pruneIdempotencyKeys } from "../appointments/commands.ts";
import { pruneIdentity } from "../auth/prune.ts";
import { reportFailure } from "../log.ts";
import { pruneRequestCounts } from "../auth/request-limit.ts";

const EVERY = 30_000;

/**
 * What happens because time passes. Every process may have a clock: each act is done once however
 * many of them call for it, and whatever was missed while none ran is done at the first turn.
 * Returns what stops it; the turn under way is finished first.
 */
export function startClock(): () => Promise<void> {
  let turn = Promise.resolve();
  const tick = () => {
    turn = turn.then(strike);
  };
  tick();
  const timer = setInterval(tick, EVERY);
  timer.unref();
  return () => {
    clearInterval(timer);
    return turn;
  };
}

async function strike(): Promise<void> {
  try {
    const now = new Date();
    // A full batch means that there may be more.
    while ((await expireRequests(now)) === 500);
    while ((await purgeExpired(now)) === PURGED_AT_ONCE);
    await pruneIdempotencyKeys(now);
    await pruneIdentity(now);
    await pruneRequestCounts(now);
  } catch (error) {
    reportFailure(error);
  }
}
