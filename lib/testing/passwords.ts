import { hash } from "@node-rs/argon2";

/**
 * Hashes a password with Argon2id at its lowest cost. The hash carries its cost, so checking a
 * password against it is cheap too.
 */
export const hashCheaply = (password: string): Promise<string> =>
  hash(password, { memoryCost: 8, timeCost: 1, parallelism: 1 });
