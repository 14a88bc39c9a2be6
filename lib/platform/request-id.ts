import { randomUUID } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { RequestContext } from "../request-context.ts";

export const REQUEST_ID_HEADER = "x-request-id";

/** A UUID, or 32 hexadecimal digits as proxies make them. Anything else could carry words into the log. */
const REQUEST_ID = /^(?:[\da-f]{32}|[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})$/;

/** Segments of our own routes. What is between slashes otherwise is an id, a token, or made up. */
const ROUTE_SEGMENT = /^(?:[a-z]{1,20}(?:-[a-z]{1,20}){0,3}|v1)$/;
const MAX_ROUTE_SEGMENTS = 10;

/**
 * Returns what is noted about a request. Its id is the one that a trusted proxy sent along, else a
 * new one.
 *
 * @param trustedProxies how many proxies stand in front; with none, the client's own id is not taken.
 */
export function requestContextOf(
  { method = "", url = "", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  trustedProxies: number,
): RequestContext {
  const given = trustedProxies > 0 ? String(headers[REQUEST_ID_HEADER]) : "";
  return {
    id: REQUEST_ID.test(given) ? given : randomUUID(),
    method: /^[A-Z]{1,10}$/.test(method) ? method : "*",
    route: routeOf(url),
  };
}

/** Returns the path of `url` with `*` for every segment that is not a word of our own routes. */
function routeOf(url: string): string {
  const [path = ""] = url.split(/[?#]/, 1);
  return path
    .split("/", MAX_ROUTE_SEGMENTS)
    .map((segment) => (segment === "" || ROUTE_SEGMENT.test(segment) ? segment : "*"))
    .join("/");
}
