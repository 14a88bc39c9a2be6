import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";
import { DomainError } from "../errors.ts";
import { boundedQueue } from "../queue.ts";

/** OWASP's parameters for Argon2id: https://cheatsheetseries.owasp.org/ (Password Storage). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash of nothing anybody knows, with the same cost: an account that does not exist. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$yVMbmbxKhyGW4tQ6M9TVbQ$2jHUawP24hZ+pb8DPulmLw8xPbpDEx/dMATdvagjcaA";

/**
 * Argon2id in PHC format, which carries its parameters and salt.
 *
 * @throws DomainError as `inHashQueue`
 */
export const hashPassword = (password: string): Promise<string> =>
  inHashQueue(() => hash(password, COST));

/**
 * Whether `password` is the one behind `passwordHash`. Null stands for an account that does not
 * exist or has no password: takes as long, and is false.
 */
export async function verifyPassword(
  passwordHash: string | null,
  password: string,
): Promise<boolean> {
  const right = await verify(passwordHash ?? NOBODY, password).catch(() => false);
  return right && passwordHash !== null;
}

/** Hashing takes a processor and 19 MB for a while: a hundred that wait are some seconds of work. */
const hashing = boundedQueue({ atOnce: Math.max(2, availableParallelism()), waiting: 100 });

/**
 * Runs work that hashes or verifies a password when it is its turn.
 *
 * @throws DomainError `too_many_requests` when too much waits already.
 */
export const inHashQueue = <T>(work: () => Promise<T>): Promise<T> =>
  hashing(work, () => new DomainError("too_many_requests", { retryAfter: 5 }));

/** Returns how many seconds to wait after an error of `inHashQueue`; throws any other error again. */
export function secondsWhenBusy(error: unknown): number {
  const isBusy = error instanceof DomainError && error.code === "too_many_requests";
  if (!isBusy) throw error;
  return error.detail.retryAfter ?? 1;
}
