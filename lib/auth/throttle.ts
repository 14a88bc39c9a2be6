import { setTimeout as sleep } from "node:timers/promises";
import { identityDb } from "../db.ts";
import { DomainError } from "../errors.ts";
import { mac } from "./secrets.ts";

/** At most so many counted attempts within a sliding window (milliseconds). */
export interface Limit {
  most: number;
  within: number;
}

const MINUTE = 60_000;
export const LIMITS = {
  /** Failed sign-ins to one account. */
  account: { most: 10, within: 15 * MINUTE },
  /** Failed sign-ins to one account by a browser that has signed in to it before. */
  device: { most: 10, within: 15 * MINUTE },
  /** Failed sign-ins from one address. */
  address: { most: 60, within: 5 * MINUTE },
  /** Wrong codes of a second factor for one account by one browser, or by all that are unknown. */
  code: { most: 5, within: 15 * MINUTE },
  /** The same, so that who knows the password guesses six digits for years. */
  codesOfDay: { most: 20, within: 24 * 60 * MINUTE },
  /** Changes of the address of one account, and tries to take one that is in use. */
  email: { most: 5, within: 24 * 60 * MINUTE },
  /** Registrations from one address. */
  registration: { most: 60, within: 10 * MINUTE },
} as const satisfies Record<string, Limit>;

/** One thing that is counted, e.g. the failed sign-ins from one address. */
export interface Counter {
  key: string;
  limit: Limit;
}

export const counter = (kind: keyof typeof LIMITS, of: string): Counter => ({
  key: `${kind}:${mac("throttle", `${kind}:${of}`)}`,
  limit: LIMITS[kind],
});

/**
 * Returns how long to wait until `counter` is below its limit.
 *
 * @returns whole seconds; 0 if an attempt may be made now.
 */
export async function secondsToWait({ key, limit }: Counter, now: Date): Promise<number> {
  const since = new Date(now.getTime() - limit.within);
  // The attempt that has to leave the window before one more fits in.
  const [blocking] = await identityDb().$queryRaw<{ at: Date }[]>`
    SELECT at FROM counted_attempts WHERE key = ${key} AND at > ${since}
    ORDER BY at DESC OFFSET ${limit.most - 1} LIMIT 1`;
  return blocking ? Math.ceil((blocking.at.getTime() - since.getTime()) / 1000) : 0;
}

/** An attempt that was counted in advance, or was not because a counter is at its limit. */
export interface Reservation {
  /** Whole seconds to wait for each counter. The attempt may be made, and counts, if all are 0. */
  waits: number[];
  /** The rows that count it. */
  ids: bigint[];
}

/**
 * Counts an attempt in advance, if none of `counters` is at its limit. Exact for attempts that come at
 * once, in any number of processes. An attempt that turns out to be right is taken back with `forget`.
 */
export async function reserve(counters: Counter[], now: Date): Promise<Reservation> {
  const keys = counters.map(({ key }) => key);
  const most = counters.map(({ limit }) => limit.most);
  const within = counters.map(({ limit }) => limit.within / 1000);
  const [row] = await identityDb().$queryRaw<Reservation[]>`
    SELECT waits, ids
    FROM reserve_attempt(${keys}, ${most}::integer[], ${within}::double precision[], ${now})`;
  if (!row) throw new DomainError("internal");
  return { waits: row.waits.map((wait) => Math.ceil(wait)), ids: row.ids };
}

/** Counts an attempt. */
export async function count({ key }: Counter, now: Date): Promise<void> {
  await identityDb().countedAttempt.create({ data: { key, at: now } });
}

/** Forgets what `counter` has counted, and the reservation wherever it was counted. */
export async function forget({ key }: Counter, { ids }: Reservation): Promise<void> {
  await identityDb().countedAttempt.deleteMany({ where: { OR: [{ key }, { id: { in: ids } }] } });
}

/** How many wait for each key. */
const waiting = new Map<string, number>();
/** Some seconds of work. */
const MAX_WAITING = 100;
const MAX_IN_SLOW_LANE = 20;

/** Runs `work` as `inTurn` does; returns null at once, without running it, if `most` wait already. */
export async function inShortTurn<T>(
  key: string,
  work: () => Promise<T>,
  most = MAX_WAITING,
): Promise<T | null> {
  const count = waiting.get(key) ?? 0;
  if (count >= most) return null;
  waiting.set(key, count + 1);
  try {
    return await inTurn(key, work);
  } finally {
    const left = (waiting.get(key) ?? 1) - 1;
    if (left > 0) waiting.set(key, left);
    else waiting.delete(key);
  }
}

/** Runs `work` as `inShortTurn` does, `pause` milliseconds after the work before it. */
export function inSlowLane<T>(
  key: string,
  pause: number,
  work: () => Promise<T>,
): Promise<T | null> {
  const slowly = async () => {
    await sleep(pause);
    return work();
  };
  return inShortTurn(`slow ${key}`, slowly, MAX_IN_SLOW_LANE);
}

const turns = new Map<string, Promise<unknown>>();

/** Runs what concerns one key one after another in this process. */
async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
  const before = turns.get(key) ?? Promise.resolve();
  const mine = before.then(work, work);
  const settled = mine.catch(() => undefined);
  turns.set(key, settled);
  try {
    return await mine;
  } finally {
    if (turns.get(key) === settled) turns.delete(key);
  }
}
