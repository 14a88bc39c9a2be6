import { randomUUID } from "node:crypto";
import pino from "pino";

/** One JSON line per event on standard error. Nothing of a patient's, no secret, no token. */
export const log = pino({ base: null }, pino.destination(2));

/**
 * Logs what went wrong and gives the code under which it can be found: the only thing about a
 * failure that may leave the server. The message itself is left out where it can quote data, which
 * is everything that the database says.
 */
export function reportFailure(error: unknown): string {
  const code = randomUUID();
  const known = error instanceof Error ? error : new Error("not an error");
  const stack = known.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  const { code: kind } = known as Error & { code?: unknown };
  log.error({ code, name: known.name, kind: typeof kind === "string" ? kind : undefined, stack });
  return code;
}
