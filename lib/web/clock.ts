import { closeRefusalCounts, REFUSAL_COUNTS_CLOSED_AT_ONCE } from "../access/refusals.ts";
import { purgeExpired, PURGED_AT_ONCE } from "../accounts/retention.ts";
import { logAlerts, pruneWatchedActs } from "../alerts/commands.ts";
import { expireRequests, pruneIdempotencyKeys } from "../appointments/commands.ts";
import { pruneTrail } from "../audit/heads/prune.ts";
import { sealPeriodically } from "../audit/heads/seal.ts";
import { CLOSED_AT_ONCE, closeWithoutOutcome } from "../appointments/outcomes.ts";
import { rotateSigningKeys } from "../auth/oauth/keys.ts";
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

// A full batch means that there may be more.
const JOBS: readonly ((now: Date) => Promise<unknown>)[] = [
  async (now) => {
    while ((await expireRequests(now)) === 500);
  },
  async (now) => {
    while ((await closeWithoutOutcome(now)) === CLOSED_AT_ONCE);
  },
  async () => {
    while ((await closeRefusalCounts()) === REFUSAL_COUNTS_CLOSED_AT_ONCE);
  },
  logAlerts,
  pruneWatchedActs,
  pruneIdempotencyKeys,
  pruneIdentity,
  pruneRequestCounts,
  rotateSigningKeys,
  async (now) => {
    while ((await purgeExpired(now)) === PURGED_AT_ONCE);
  },
  () => pruneTrail(),
  // Last, so that what the others did is sealed with it.
  sealPeriodically,
];

/** Runs every job; one that fails does not keep the others from running. */
async function strike(): Promise<void> {
  const now = new Date();
  for (const job of JOBS) await job(now).catch(reportFailure);
}
