/** What the database refused, in the terms of PostgreSQL. */
export interface Refusal {
  /** https://www.postgresql.org/docs/current/errcodes-appendix.html */
  sqlState: string;
  message: string;
}

/**
 * The one reader of Prisma's error details, which it does not promise to keep: the cause that the
 * driver adapter attaches to P2010 (raw SQL) and P2039 (model calls). Null for any other error.
 */
function refusalOf(error: unknown): Refusal | null {
  const cause = dig(error, "meta", "driverAdapterError", "cause") ?? dig(error, "cause");
  const sqlState = dig(cause, "originalCode");
  const message = dig(cause, "originalMessage");
  return typeof sqlState === "string"
    ? { sqlState, message: typeof message === "string" ? message : "" }
    : null;
}

/** Whether `error` is the database refusing a write on account of `constraint`. */
export function violates(error: unknown, constraint: string): boolean {
  return refusalOf(error)?.message.includes(constraint) ?? false;
}

function dig(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined,
    value,
  );
}
