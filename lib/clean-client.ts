import { Client, type ClientConfig } from "pg";

/**
 * Begins and ends the transactions of a pooled connection with the settings that its login has, and without
 * locks, cursors and channels of a session: whatever a statement changed for its session (a smuggled one may
 * set `statement_timeout` to 0) is gone when the next request uses the connection. All goes along with BEGIN,
 * COMMIT and ROLLBACK, so there is no further round trip.
 */
const AFTER = "CLOSE ALL; UNLISTEN *; SELECT pg_advisory_unlock_all(); RESET ALL";
const CLEAN: Readonly<Record<string, string>> = {
  // Visitors' statements run outside transactions and may have left something.
  BEGIN: `RESET ALL; BEGIN`,
  COMMIT: `COMMIT; ${AFTER}`,
  ROLLBACK: `ROLLBACK; ${AFTER}`,
};

/** How long a setting that a visitor's statement made may last where no transaction comes: it is reset first. */
const MAX_SETTING_MS = 1000;

type Query = (...args: unknown[]) => unknown;
type Callback = (error: Error | null) => void;

/** A client for the pools of the application. */
export class CleanClient extends Client {
  constructor(config?: ClientConfig) {
    super(config);
    const query = this.query.bind(this) as Query;
    let cleanAt = performance.now();
    const clean: Query = (...args) => {
      const replaced = CLEAN[textOf(args[0])];
      if (replaced !== undefined) {
        cleanAt = performance.now();
        return query(replaced, ...args.slice(1));
      }
      // The pool calls with a callback for a statement outside a transaction.
      const callback = args.at(-1) as Callback | undefined;
      if (typeof callback !== "function" || performance.now() - cleanAt < MAX_SETTING_MS) {
        return query(...args);
      }
      cleanAt = performance.now();
      return query(AFTER, (error: Error | null) => (error ? callback(error) : query(...args)));
    };
    this.query = clean as typeof this.query;
  }
}

const textOf = (statement: unknown): string =>
  typeof statement === "object" && statement !== null && "text" in statement
    ? String(statement.text)
    : String(statement);
