import { createHash } from "node:crypto";
import { once } from "node:events";
import type { IncomingMessage, ServerResponse } from "node:http";
import messages from "../../messages/en.json" with { type: "json" };
import { cookieName, parseCookies } from "../auth/cookies.ts";
import { plainPage } from "../plain-page.ts";
import { boundedQueue, type BoundedQueue } from "../queue.ts";
import { ADDRESS_HEADER } from "./address.ts";
import { bodyArrivals, type ArrivalLimits } from "./body-arrival.ts";
import { isUpload } from "./body-limit.ts";
import { requestCounter } from "./request-counter.ts";
import { answerRefusal } from "./refusal.ts";

/**
 * Requests of one network that are answered at once, and that wait for their turn. A page may take
 * megabytes while it is drawn.
 */
const REQUESTS = { atOnce: 20, waiting: 200 };
/** The same of files, which are read while they come and therefore hold their place for longer. */
const FILES = { atOnce: 10, waiting: 20 };

/** A form takes a place when all of it is there: until then it is kept, which these bound. */
const FORMS: ArrivalLimits = {
  keep: true,
  atOnce: 100,
  bytes: 16 * 1024 * 1024,
  patienceMs: 10_000,
  bytesPerSecond: 4 * 1024,
};
/** A file has its place while it comes. */
const COMING_FILES: ArrivalLimits = {
  keep: false,
  atOnce: Infinity,
  bytes: Infinity,
  patienceMs: 10_000,
  bytesPerSecond: 32 * 1024,
};
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
 * one. The body of a form is there before the form has its turn. The limits are those of this process,
 * which costs no round trip to the database.
 *
 * Requests carry the header of `sanitize`. Called before anything is awaited, so that no part of a body
 * is missed.
 */
export function requestLimits(requestsPerMinute: number, forms = FORMS): RequestLimits {
  const ofSession = requestCounter(requestsPerMinute);
  const ofVisitors = requestCounter(requestsPerMinute);
  const ofNetwork = requestCounter(requestsPerMinute * SESSIONS_PER_NETWORK);
  const [inTurn, fileInTurn] = [turnsByKey(REQUESTS), turnsByKey(FILES)];
  const [arrivingForm, arrivingFile] = [bodyArrivals(forms), bodyArrivals(COMING_FILES)];

  return async (request, response, answer) => {
    const { url = "", headers } = request;
    if (url.startsWith(STATIC)) return answer();
    const network = String(headers[ADDRESS_HEADER]);
    const isFile = isUpload(request);
    const form = isFile ? null : arrivingForm(network, request, response);
    try {
      if (!isCountedElsewhere(request)) {
        // The network first: what it is refused leaves no trace of the sessions that it makes up.
        const session = sessionKey(headers.cookie);
        const wait =
          (await ofNetwork(network)) ||
          (await (session === null ? ofVisitors(network) : ofSession(session)));
        if (wait > 0) {
          answerTooMany(request, response, wait);
          return;
        }
      }
      if (form && !(await form.whole)) return;
      const full = new Error("Too many requests at once");
      const untilSent = async () => {
        form?.release();
        if (response.closed) return;
        const file = isFile ? arrivingFile(network, request, response) : null;
        const closed = once(response, "close");
        try {
          await answer();
          await closed;
        } finally {
          file?.release();
        }
      };
      await (isFile ? fileInTurn : inTurn)(network, untilSent, full).catch((error: unknown) => {
        if (error !== full) throw error;
        answerTooMany(request, response, 1);
      });
    } finally {
      form?.release();
    }
  };
}

/** Returns a key that does not tell the session's token; null without one. */
function sessionKey(cookieHeader: string | undefined): string | null {
  const token = parseCookies(cookieHeader)[cookieName("session")];
  return token ? createHash("sha256").update(token).digest("base64url") : null;
}

/** Returns a bounded queue for each key that has work. */
function turnsByKey(limits: typeof REQUESTS) {
  const queues = new Map<string, { run: BoundedQueue; users: number }>();
  return async (key: string, work: Answer, full: Error): Promise<void> => {
    const queue = queues.get(key) ?? {
      run: boundedQueue(limits),
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
