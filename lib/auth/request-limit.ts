import { identityDb } from "../db.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";

/** Seconds in which so many requests may be made. */
const WINDOW = 60;

const DEFAULT = { name: "default", share: 1 };

/** What is costly or easily abused is counted apart, and may be asked less often. */
export interface StricterLimit {
  name: string;
  /** Of the requests that a minute has for everything else. */
  share: number;
}

/** How a caller stands after a request (draft-ietf-httpapi-ratelimit-headers). */
export interface Allowance {
  name: string;
  limit: number;
  remaining: number;
  /** Seconds until there is room again. */
  reset: number;
}

/**
 * Counts a request of `key`, in one statement that all processes share.
 */
export async function countRequest(
  key: string,
  now: Date,
  { name, share }: StricterLimit = DEFAULT,
): Promise<Allowance> {
  const limit = Math.max(1, Math.floor(env().API_REQUESTS_PER_MINUTE * share));
  const since = new Date(now.getTime() - WINDOW * 1000);
  const [row] = await identityDb().$queryRaw<{ count: number; window_start: Date }[]>`
    INSERT INTO request_counts AS c (key, window_start, count) VALUES (${`${name} ${key}`}, ${now}, 1)
    ON CONFLICT (key) DO UPDATE SET
      count = CASE WHEN c.window_start > ${since} THEN c.count + 1 ELSE 1 END,
      window_start = CASE WHEN c.window_start > ${since} THEN c.window_start ELSE ${now} END
    RETURNING count, window_start`;
  if (!row) throw new DomainError("internal");
  const over = row.window_start.getTime() + WINDOW * 1000 - now.getTime();
  const reset = Math.min(WINDOW, Math.max(1, Math.ceil(over / 1000)));
  return { name, limit, remaining: limit - row.count, reset };
}

/** @throws DomainError `too_many_requests` */
export function refuseExcess({ remaining, reset }: Allowance): void {
  if (remaining < 0) throw new DomainError("too_many_requests", { retryAfter: reset });
}

/** What every answer says about it. */
export function limitHeaders({ name, limit, remaining, reset }: Allowance): [string, string][] {
  return [
    ["ratelimit-policy", `"${name}";q=${limit};w=${WINDOW}`],
    ["ratelimit", `"${name}";r=${Math.max(0, remaining)};t=${reset}`],
  ];
}

/** Forgets windows that are over. */
export async function pruneRequestCounts(now: Date): Promise<void> {
  const before = new Date(now.getTime() - WINDOW * 1000);
  await identityDb().requestCount.deleteMany({ where: { windowStart: { lt: before } } });
}
