import { randomUUID } from "node:crypto";
import pino from "pino";
import { isOutage, sqlStateOf } from "./db-errors.ts";
import { noteOutage } from "./outage.ts";
import { currentRequest } from "./request-context.ts";

/** One JSON line per event on standard error. Nothing of a patient's, no secret, no token. */
export const log = pino({ base: null }, pino.destination(2));

/** Where a failure was noticed, as far as the request alone does not say it. */
interface Noticed {
  /** The route's pattern: `/patient/appointments/[id]`. */
  route?: string;
  /** What failed: the drawing of a page, a server action, a route, the proxy. */
  source?: string;
  /** What Next.js shows on a page instead of the correlation id, if it does. */
  digest?: string;
}

// On globalThis, because Next.js loads a copy of its own of every module that it bundles.
const kept = globalThis as typeof globalThis & { slotwellFailures?: WeakMap<Error, string> };
const reported = (kept.slotwellFailures ??= new WeakMap());

/**
 * Logs an unexpected error, once, and returns the code under which the log has it, which is the id of the
 * request: the only thing about the failure that may leave the server. The message is left out,
 * because the database quotes data in it. An outage of the database is noted for the answer's status
 * (lib/outage.ts).
 */
export function reportFailure(error: unknown, noticed: Noticed = {}): string {
  if (isOutage(error)) noteOutage();
  const { id: code, ...request } = currentRequest() ?? { id: randomUUID() };
  const known = error instanceof Error ? error : new Error("not an error");
  const before = reported.get(known);
  if (before !== undefined) return before;
  reported.set(known, code);
  log.error({
    code,
    ...request,
    ...noticed,
    name: wordOf(known.name),
    kind: wordOf("code" in known && known.code),
    sqlState: sqlStateOf(error),
    stack: framesOf(known),
  });
  return code;
}

/** Keeps an error that has a line of another kind from being logged as a failure. Returns whether it is new. */
export function markReported(error: Error, code: string): boolean {
  if (reported.has(error)) return false;
  reported.set(error, code);
  return true;
}

/** Returns a name or a code if it is one word, as those of errors are. */
const wordOf = (text: unknown): string | undefined =>
  typeof text === "string" && /^[\w.-]{1,60}$/.test(text) ? text : undefined;

/**
 * Returns the lines of the stack that name a place in the code. The message comes before them, and
 * may have lines that look like them; it may have been another one when the stack was made.
 */
export function framesOf({ stack = "", message }: Error): string[] {
  const at = stack.indexOf(message);
  return stack
    .slice(at < 0 ? 0 : at + message.length)
    .split("\n")
    .filter((line) => line.startsWith("    at ") && PLACE.test(line) && PLACE_END.test(line));
}

/** A file by its whole path, a module of Node.js, or none. */
const PLACE = /[ (](?:file:\/\/|\/|[A-Z]:\\|node:|<anonymous>|native|index )/;
const PLACE_END = /(?::\d{1,9}:\d{1,9}|<anonymous>|native|index \d{1,9})\)?$/;
