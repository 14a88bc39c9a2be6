import type { IncomingMessage, ServerResponse } from "node:http";
import messages from "../messages/en.json" with { type: "json" };
import { plainPage } from "./plain-page.ts";

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
  const { writeHead, write, end } = bound(response);
  const fails = (status: number) => status === 500 && (kept.slotwellOutageAt ?? -1) >= startedAt;
  let replaced = false;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    if (!fails(status)) return writeHead(status, ...rest);
    response.setHeader("retry-after", OUTAGE_RETRY_SECONDS);
    if (!String(response.getHeader("content-type")).startsWith("text/html")) {
      return writeHead(503, ...rest);
    }
    replaced = true;
    for (const name of ["content-encoding", "content-length", "etag"]) response.removeHeader(name);
    writeHead(503);
    return end(PAGE);
  };
  // What Next.js writes after the head of a failure belongs to the page that is not sent.
  const decide = () => {
    if (!response.headersSent && fails(response.statusCode)) {
      response.writeHead(response.statusCode);
    }
  };
  response.write = (...args: unknown[]) => {
    decide();
    return replaced || write(...args);
  };
  response.end = (...args: unknown[]) => {
    decide();
    return replaced ? response : end(...args);
  };
}

/** The methods as they are before they are replaced, without their many overloads. */
function bound(response: ServerResponse) {
  type Method<Result> = (...args: unknown[]) => Result;
  return {
    writeHead: response.writeHead.bind(response) as Method<ServerResponse>,
    write: response.write.bind(response) as Method<boolean>,
    end: response.end.bind(response) as Method<ServerResponse>,
  };
}

const PAGE = plainPage(messages.errors.outage);
