import { v7 } from "uuid";

/** A source of chance that always gives the same for the same seed. */
export interface Chance {
  /** A whole number, both ends included. */
  int: (from: number, to: number) => number;
  /** True with this probability. */
  odds: (probability: number) => boolean;
  pick: <T>(list: readonly T[]) => T;
  /** A UUIDv7 of this instant (milliseconds). */
  id: (at: number) => string;
}

/** Chance by Mulberry32: https://gist.github.com/tommyettinger/46a874533244883189143505d203312c */
export function chanceOf(seed: number): Chance {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    int,
    odds: (probability) => next() < probability,
    pick: <T>(list: readonly T[]) => {
      if (list.length === 0) throw new Error("Nothing to pick from");
      return list[int(0, list.length - 1)] as T;
    },
    id: (at) => {
      const random = Uint8Array.from({ length: 16 }, () => int(0, 255));
      return v7({ msecs: at, random });
    },
  };
}
