import { randomUUID } from "node:crypto";
import pino from "pino";
import { isOutage } from "./db-errors.ts";
import { noteOutage } from "./outage.ts";

/** One JSON line per event on standard error. Nothing of a patient's, no secret, no token. */
export const log = pino({ base: null }, pino.destination(2));

/**
 * Logs an unexpected error and returns the code under which the log has it: the only thing about the
 * failure that may leave the server. The message is left out, because the database quotes data in
 * it. An outage of the database is noted for the answer's status (lib/outage.ts).
 */
export function reportFailure(error: unknown): string {
  if (isOutage(error)) noteOutage();
  const code = randomUUID();
  const known = error instanceof Error ? error : new Error("not an error");
  const stack = known.stack?.split("\n").filter((line) => /^\s+at /.test(line));
  const { code: kind } = known as Error & { code?: unknown };
  log.error({ code, name: known.name, kind: typeof kind === "string" ? kind : undefined, stack });
  return code;
}
