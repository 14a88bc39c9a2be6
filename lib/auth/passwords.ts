import { availableParallelism } from "node:os";
import { hash, verify } from "@node-rs/argon2";

/** OWASP's parameters for Argon2id: https://cheatsheetseries.owasp.org/ (Password Storage). */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** The hash of nothing anybody knows, with the same cost: an account that does not exist. */
const NOBODY =
  "$argon2id$v=19$m=19456,t=2,p=1$yVMbmbxKhyGW4tQ6M9TVbQ$2jHUawP24hZ+pb8DPulmLw8xPbpDEx/dMATdvagjcaA";

/** Argon2id in PHC format, which carries its parameters and salt. */
export const hashPassword = (password: string): Promise<string> =>
  inSlot(() => hash(password, COST));

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

const waiting: (() => void)[] = [];
let free = Math.max(2, availableParallelism());

/** Hashing takes a processor and 19 MB for a while: no more at once than there are processors. */
export async function inSlot<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free--;
  else await new Promise<void>((resolve) => waiting.push(resolve));
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else free++;
  }
}
