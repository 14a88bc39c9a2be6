const DAY = 24 * 60 * 60 * 1000;

/** How long a key is published before it signs, so that clients that keep the JWKS have it by then. */
export const PUBLISHED_AHEAD_MS = DAY;
/** How long a key signs. */
const SIGNS_FOR_MS = 90 * DAY;
/** How long a key stays published after it has stopped signing. Its ID tokens live five minutes. */
const PUBLISHED_AFTER_MS = DAY;

/** A signing key as far as its times go. */
export interface KeyTimes {
  kid: string;
  signsFrom: Date;
}

/** What is to be done with the signing keys at one moment. */
export interface KeySchedule<Key extends KeyTimes> {
  /** The keys of the JWKS, the one that signs first. */
  published: Key[];
  /** The keys whose tokens have all ended. */
  over: Key[];
  /** Whether the next key has to be added. */
  isDue: boolean;
}

/**
 * Says which keys sign, are published, and are over at `now`. A key signs until the next one does. With
 * no key at all a new one is due.
 */
export function scheduleOf<Key extends KeyTimes>(
  keys: readonly Key[],
  now: Date,
): KeySchedule<Key> {
  const at = now.getTime();
  const sorted = [...keys].sort(
    (a, b) => a.signsFrom.getTime() - b.signsFrom.getTime() || (a.kid < b.kid ? -1 : 1),
  );
  const startOf = (index: number) => sorted[index]?.signsFrom.getTime() ?? Infinity;
  // Where none has begun, because a clock was set back, the first one signs.
  const signing = Math.max(
    0,
    sorted.findLastIndex(({ signsFrom }) => signsFrom.getTime() <= at),
  );
  const isOver = (index: number) => startOf(index + 1) + PUBLISHED_AFTER_MS <= at;
  const current = sorted[signing];
  const others = sorted.filter((_key, index) => index !== signing && !isOver(index));
  return {
    published: current ? [current, ...others] : [],
    over: sorted.filter((_key, index) => isOver(index)),
    isDue:
      signing === Math.max(0, sorted.length - 1) &&
      (!current || startOf(signing) + SIGNS_FOR_MS - PUBLISHED_AHEAD_MS <= at),
  };
}
