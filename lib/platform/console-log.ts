import { framesOf, log, reportFailure } from "../log.ts";
import { currentRequest } from "../request-context.ts";
import { noteMalformedBody } from "./malformed-body.ts";

/** Next.js identifies an error on a page by a hash of its message and stack. */
const NEXT_DIGEST = /^\d+$/;

/**
 * Sends to the log what Next.js and libraries print on the console while requests are answered: as
 * JSON, and without texts, which may quote data.
 */
export function logConsole(): void {
  Object.assign(console, { error: note, warn: note });
}

/**
 * Notes one call of the console. Next.js prints an error of a page before it sends the error's digest
 * to the browser, and reports it to instrumentation.ts afterwards: so the digest becomes the id of
 * the request here, and is the code that the log has.
 */
function note(...printed: unknown[]): void {
  const error = printed.find((each) => each instanceof Error);
  if (!error) {
    log.warn({ source: "console", stack: framesOf(new Error("a warning")) });
    return;
  }
  const isMalformed = noteMalformedBody(error);
  const id = currentRequest()?.id;
  const digest = "digest" in error ? String(error.digest) : "";
  if (digest !== "" && digest === id) return;
  if (id !== undefined && NEXT_DIGEST.test(digest)) Object.assign(error, { digest: id });
  else if (!isMalformed) reportFailure(error, { source: "console" });
}
