import { reportFailure } from "#lib/log.ts";

/** Next.js calls this for every error that a page, an action or a route handler does not catch. */
export function onRequestError(error: unknown): void {
  reportFailure(error);
}
