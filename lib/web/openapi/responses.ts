import { statusOf, titleOf, type Code } from "./codes.ts";
import type { Documented, Method, Reply } from "./documented.ts";
import { json, namesIn, schemaNamed } from "./requests.ts";
import type { Schema } from "./schemas.ts";

const header = (name: string) => ({ $ref: `#/components/headers/${name}` });
const COUNTED = { RateLimit: header("RateLimit"), "RateLimit-Policy": header("RateLimitPolicy") };
const text = (description: string) => ({ description, schema: { type: "string" } });

/** The headers of answers, as `#/components/headers/` has them. */
export const HEADERS = {
  ETag: text("The version of what is answered, for the `If-Match` of a change"),
  Location: text("Where what was made is from now on"),
  RateLimit: text("How many requests are left, and for how many seconds"),
  RateLimitPolicy: text("How many requests may be made in how many seconds"),
  RetryAfter: {
    description: "After how many seconds to try again",
    schema: { type: "integer" },
  },
  WwwAuthenticate: text("What a token needs (RFC 6750)"),
};

/** An answer as it should be. */
export function answerOf(reply: Reply, schemas: Record<string, Schema>) {
  const name = reply["x-answer"];
  if (name !== undefined) schemaNamed(name, schemas);
  return {
    description: reply.description,
    headers: {
      ...COUNTED,
      ...(reply["x-etag"] && { ETag: header("ETag") }),
      ...(reply["x-location"] && { Location: header("Location") }),
    },
    ...(name !== undefined && { content: json(name) }),
  };
}

/** Every way in which an operation can be refused, by status. */
export function problemsOf(path: string, method: Method, operation: Documented) {
  const codes = new Set([...codesOf(path, method, operation), ...operation["x-errors"]]);
  return Object.groupBy(codes, statusOf);
}

function codesOf(path: string, method: Method, operation: Documented): Code[] {
  const { "x-scope": scope, "x-public": open, "x-body": body, "x-query": query } = operation;
  return [
    "unauthenticated",
    ...(scope ? (["insufficient_scope"] as const) : []),
    // Of a role that may not, or a service; and a browser's post from another site.
    ...(!open || method !== "get" ? (["forbidden"] as const) : []),
    ...(namesIn(path).length > 0 ? (["malformed", "not_found"] as const) : []),
    ...(body ? (["malformed", "too_large", "unsupported_media_type", "invalid"] as const) : []),
    ...(query ? (["invalid"] as const) : []),
    ...(operation["x-if-match"] ? (["stale_version"] as const) : []),
    ...(operation["x-idempotent"] ? (["invalid", "idempotency_mismatch"] as const) : []),
    "too_many_requests",
    "unavailable",
    "internal",
  ];
}

/** What the response that tells these refusals apart is called among the components. */
export const problemName = (codes: readonly Code[]): string =>
  codes
    .map((code) =>
      code.replaceAll(/(^|_)(\w)/g, (_, _before, letter: string) => letter.toUpperCase()),
    )
    .join("Or");

/** The response for refusals of one status. */
export function problemResponse(status: number, codes: readonly Code[]) {
  return {
    description: codes.map((code) => `\`${code}\`: ${titleOf(code)}`).join("; "),
    headers: {
      ...COUNTED,
      ...((status === 429 || status === 503) && { "Retry-After": header("RetryAfter") }),
      ...((status === 401 || codes.includes("insufficient_scope")) && {
        "WWW-Authenticate": header("WwwAuthenticate"),
      }),
    },
    content: {
      "application/problem+json": {
        schema: {
          allOf: [
            { $ref: "#/components/schemas/Problem" },
            { type: "object", properties: { code: { enum: codes } } },
          ],
        },
      },
    },
  };
}
