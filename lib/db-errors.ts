/** What the database answered, in the terms of PostgreSQL. */
interface DatabaseError {
  /** https://www.postgresql.org/docs/current/errcodes-appendix.html */
  sqlState: string;
  message: string;
}

/**
 * The one reader of Prisma's error details, which it does not promise to keep: the cause that the
 * driver adapter attaches to P2010 (raw SQL) and P2039 (model calls). Null for any other error.
 */
function databaseErrorOf(error: unknown): DatabaseError | null {
  const cause = dig(error, "meta", "driverAdapterError", "cause") ?? dig(error, "cause");
  const sqlState = dig(cause, "originalCode");
  const message = dig(cause, "originalMessage");
  return typeof sqlState === "string"
    ? { sqlState, message: typeof message === "string" ? message : "" }
    : null;
}

/** Returns the SQLSTATE of an error that the database answered. It carries no data. */
export const sqlStateOf = (error: unknown): string | undefined => databaseErrorOf(error)?.sqlState;

/** Returns whether `error` is a violation of `constraint`. */
export function violates(error: unknown, constraint: string): boolean {
  return databaseErrorOf(error)?.message.includes(constraint) ?? false;
}

/**
 * Returns what the database says about a violation of `constraint` behind its name, as `in_all 5` of
 * `appointments_requests_limited in_all 5`; null for any other error.
 */
export function violationOf(error: unknown, constraint: string): string | null {
  const message = databaseErrorOf(error)?.message ?? "";
  const at = message.indexOf(constraint);
  return at < 0 ? null : message.slice(at + constraint.length).trim();
}

/**
 * SQLSTATEs of a server that is out of reach, starting or stopping (08, 57P), out of disk, memory or
 * connections (53), or read-only (25006), and of what its limits ended (lib/platform/logins.ts): a
 * wait for a lock (55P03), a statement (57014), an idle transaction (25P03).
 */
const OUTAGE_STATES = /^(08...|53...|57P..|25006|55P03|57014|25P03)$/;

/** Codes of Node.js, and of Prisma for a server out of reach, a full pool, a lost transaction. */
const OUTAGE_CODES =
  /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|E(HOST|NET)UNREACH|P100[128]|P1017|P2024|P2028|P2037)$/;

/** node-postgres gives these errors no code. */
const OUTAGE_MESSAGES =
  /Connection terminated|timeout expired|timeout exceeded|Client has encountered a connection error/;

/**
 * Returns whether `error` says that the database cannot be used at the moment: it is gone, starting,
 * read-only, too slow, or has no room or no connection left. The same request may succeed later.
 */
export function isOutage(error: unknown): boolean {
  // "fetch failed": another service is out of reach.
  if (error instanceof TypeError) return false;
  const cause = dig(error, "meta", "driverAdapterError", "cause") ?? dig(error, "cause");
  const codes = [dig(error, "code"), dig(cause, "originalCode"), dig(cause, "code")];
  if (codes.some((code) => OUTAGE_CODES.test(String(code)) || OUTAGE_STATES.test(String(code)))) {
    return true;
  }
  if (error instanceof AggregateError) return error.errors.some(isOutage);
  return [dig(error, "message"), dig(cause, "originalMessage")].some((message) =>
    OUTAGE_MESSAGES.test(String(message)),
  );
}

function dig(value: unknown, ...path: string[]): unknown {
  return path.reduce<unknown>(
    (at, key) =>
      typeof at === "object" && at !== null ? (at as Record<string, unknown>)[key] : undefined,
    value,
  );
}
