import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Keys that are counted at once. Each takes about half a kilobyte for a minute. */
const MAX_KEYS = 20_000;

/**
 * Returns a function that counts a request of a key and returns the whole seconds to wait; 0 if it is one
 * of the `perMinute` that a key has.
 *
 * Beyond `maxKeys`, the key that was counted longest ago is forgotten, and begins at zero. That gives an
 * attacker nothing: so many other keys have to come first, and each of them has an allowance of its own.
 */
export function requestCounter(
  perMinute: number,
  maxKeys = MAX_KEYS,
): (key: string) => Promise<number> {
  const limiter = new RateLimiterMemory({ points: perMinute, duration: 60 });
  /** The one that was counted longest ago is first. */
  const keys = new Set<string>();

  return async (key) => {
    keys.delete(key);
    keys.add(key);
    const [oldest] = keys.size > maxKeys ? keys : [];
    if (oldest !== undefined) {
      keys.delete(oldest);
      await limiter.delete(oldest);
    }
    try {
      await limiter.consume(key);
      return 0;
    } catch (error) {
      if (!(error instanceof RateLimiterRes)) throw error;
      return Math.ceil(error.msBeforeNext / 1000);
    }
  };
}
