import type { IncomingMessage, ServerResponse } from "node:http";

/** After how many seconds a client may try again (`Retry-After`). */
export const OUTAGE_RETRY_SECONDS = 5;

// On globalThis, because Next.js loads a copy of its own of every module that it bundles.
const kept = globalThis as typeof globalThis & { slotwellOutageAt?: number };

/** Notes that the database could not be used just now. */
export function noteOutage(): void {
  kept.slotwellOutageAt = performance.now();
}

/**
 * Answers 503 with `Retry-After` instead of the 500 of Next.js, or of the authorization server, when
 * the database failed during the request.
 */
export function answerOutages(_request: IncomingMessage, response: ServerResponse): void {
  const startedAt = performance.now();
  const writeHead = response.writeHead.bind(response) as (
    status: number,
    ...rest: unknown[]
  ) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (status !== 500 || (kept.slotwellOutageAt ?? -1) < startedAt)
      return writeHead(status, ...rest);
    response.setHeader("retry-after", OUTAGE_RETRY_SECONDS);
    return writeHead(503, ...rest);
  };
}
