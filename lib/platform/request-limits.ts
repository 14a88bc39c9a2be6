import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import messages from "../../messages/en.json" with { type: "json" };
import { cookieName, parseCookies } from "../auth/cookies.ts";
import { plainPage } from "../plain-page.ts";
import { boundedQueue, type BoundedQueue } from "../queue.ts";
import { ADDRESS_HEADER } from "./address.ts";
import { answerRefusal } from "./refusal.ts";

/** Requests of one network that are answered at once. A page may take megabytes while it is drawn. */
const MAX_RUNNING = 20;
/** Requests of one network that wait for their turn. */
const MAX_WAITING = 200;
/** A clinic is one network, so a network may ask for as much as so many sessions. */
const SESSIONS_PER_NETWORK = 5;

/** The browser keeps these files, and no code of the application runs for them. */
const STATIC = "/_next/static/";
/** Whether a request is counted in the database, by user, client or address (`lib/auth/request-limit.ts`). */
const isCountedElsewhere = ({ method, url = "" }: IncomingMessage): boolean =>
  url.startsWith("/api/v1/") || (method === "POST" && url.startsWith("/oauth/"));

type Answer = () => Promise<void>;
export type RequestLimits = (
  request: IncomingMessage,
  response: ServerResponse,
  answer: Answer,
) => Promise<void>;

/**
 * Returns a function that answers requests within limits, and with 429 beyond them: 20 at once for each
 * network, and `requestsPerMinute` pages, forms and files for each session, or for each network without
 * one. The limits are those of this process, which costs no round trip to the database.
 *
 * Requests carry the header of `sanitize`.
 */
export function requestLimits(requestsPerMinute: number): RequestLimits {
  const ofSession = new RateLimiterMemory({ points: requestsPerMinute, duration: 60 });
  const ofNetwork = new RateLimiterMemory({
    points: requestsPerMinute * SESSIONS_PER_NETWORK,
    duration: 60,
  });
  const inTurn = turnsByKey();

  return async (request, response, answer) => {
    const { url = "", headers } = request;
    if (url.startsWith(STATIC)) return answer();
    const network = String(headers[ADDRESS_HEADER]);
    if (!isCountedElsewhere(request)) {
      // A made-up session is counted too, so the network's own limit holds whatever cookies say.
      const wait =
        (await secondsToWait(ofSession, sessionKey(headers.cookie) ?? network)) ||
        (await secondsToWait(ofNetwork, network));
      if (wait > 0) {
        answerTooMany(request, response, wait);
        return;
      }
    }
    const full = new Error("Too many requests at once");
    const untilSent = async () => {
      if (response.closed) return;
      const closed = once(response, "close");
      await answer();
      await closed;
    };
    await inTurn(network, untilSent, full).catch((error: unknown) => {
      if (error !== full) throw error;
      answerTooMany(request, response, 1);
    });
  };
}

/** Returns a key that does not tell the session's token; null without one. */
function sessionKey(cookieHeader: string | undefined): string | null {
  const token = parseCookies(cookieHeader)[cookieName("session")];
  return token ? createHash("sha256").update(token).digest("base64url") : null;
}

/** Counts a request. Returns whole seconds to wait; 0 if it is within the limit. */
async function secondsToWait(limiter: RateLimiterMemory, key: string): Promise<number> {
  try {
    await limiter.consume(key);
    return 0;
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error;
    return Math.ceil(error.msBeforeNext / 1000);
  }
}

/** Returns a bounded queue for each key that has work. */
function turnsByKey() {
  const queues = new Map<string, { run: BoundedQueue; users: number }>();
  return async (key: string, work: Answer, full: Error): Promise<void> => {
    const queue = queues.get(key) ?? {
      run: boundedQueue({ atOnce: MAX_RUNNING, waiting: MAX_WAITING }),
      users: 0,
    };
    queues.set(key, queue);
    queue.users++;
    try {
      await queue.run(work, () => full);
    } finally {
      if (--queue.users === 0) queues.delete(key);
    }
  };
}

const PAGE = plainPage(messages.errors.tooMany);
const PAGE_HEADERS = {
  "content-type": "text/html; charset=utf-8",
  "content-security-policy":
    "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
};

function answerTooMany(
  { headers }: IncomingMessage,
  response: ServerResponse,
  retryAfter: number,
): void {
  response.setHeader("retry-after", retryAfter);
  if (headers.accept?.includes("text/html")) {
    response.writeHead(429, PAGE_HEADERS).end(PAGE);
    return;
  }
  answerRefusal(response, {
    status: 429,
    code: "too_many_requests",
    title: messages.errors.tooMany.title,
    detail: messages.errors.codes.tooManyRequests,
  });
}
