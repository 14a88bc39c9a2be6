import type { IncomingMessage, ServerResponse } from "node:http";
import messages from "../messages/en.json" with { type: "json" };
import { plainPage } from "./plain-page.ts";
import { replaceAnswer } from "./replaced-answer.ts";

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
 * the database failed during the request, for this or for another one. Next.js draws its page of a failure in the browser, so
 * browsers get a page that needs no script instead.
 */
export function answerOutages(_request: IncomingMessage, response: ServerResponse): void {
  const startedAt = performance.now();
  const fails = (status: number) => status === 500 && (kept.slotwellOutageAt ?? -1) >= startedAt;
  replaceAnswer(response, (status) => {
    if (!fails(status)) return null;
    const isPage = String(response.getHeader("content-type")).startsWith("text/html");
    const headers = { "retry-after": OUTAGE_RETRY_SECONDS };
    return { status: 503, headers, ...(isPage && { body: PAGE }) };
  });
}

const PAGE = plainPage(messages.errors.outage);
