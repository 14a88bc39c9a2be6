import messages from "../../messages/en.json" with { type: "json" };
import type { Actor } from "../access/actor.ts";
import { PROOF_ALGORITHMS } from "../auth/dpop.ts";
import { isOutage } from "../db-errors.ts";
import { DomainError, type ErrorCode, type ErrorDetail } from "../errors.ts";
import { reportFailure } from "../log.ts";
import { OUTAGE_RETRY_SECONDS } from "../outage.ts";
import { reportRefusalOf } from "../refusal-log.ts";
import { wordMessage } from "./form-state.ts";
import { detailOf } from "./problem-details.ts";

/** Status and title of each refusal over HTTP. */
export const PROBLEMS = {
  unauthenticated: [401, "Sign in first"],
  forbidden: [403, "This account may not do this"],
  insufficient_scope: [403, "This token was not granted what this needs"],
  not_found: [404, "There is no such thing, or it is not yours"],
  malformed: [400, "The body is not JSON"],
  method_not_allowed: [405, "This resource does not take this method"],
  unsupported_media_type: [415, "The body must be application/json"],
  invalid: [422, "The request does not make sense"],
  slot_taken: [409, "Somebody else has this time"],
  slot_unavailable: [422, "This time cannot be booked"],
  time_closed: [409, "The practice is closed at this time"],
  patient_busy: [409, "The patient has another appointment at this time"],
  too_many_requests_open: [409, "Too many requests are open"],
  illegal_transition: [409, "It is past this step"],
  stale_version: [412, "It has changed since it was read"],
  too_late: [422, "It is too late for this change"],
  idempotency_mismatch: [422, "The key was used for another request"],
  email_taken: [409, "The e-mail address belongs to another account"],
  account_kept: [409, "The account has to stay as it is"],
  proof_needed: [403, "Prove again who you are"],
  second_factor_needed: [403, "This account needs a second factor"],
  account_changed: [409, "The form was opened by another account"],
  too_many_requests: [429, "Too many requests"],
  unavailable: [503, "The database cannot be used at the moment"],
  internal: [500, "Something went wrong on our side"],
} as const satisfies Record<ErrorCode, [status: number, title: string]>;

/** As people read them in forms, some of them as programs need them. */
const WORDS: Readonly<Record<string, string>> = {
  ...messages.errors.fields,
  instant: "This is no instant with an offset like 2026-11-26T09:00:00Z.",
  no_change: "Name at least one property to change.",
  moment: "This is neither a day like 2026-11-26 nor an instant like 2026-11-26T09:00:00Z.",
  too_many_days: "Ask for at most 62 days at once.",
  unknown: "There is no such property or parameter here.",
};

/** A refusal as RFC 9457 `application/problem+json`. `correlationId` finds the log line of a 500. */
function problem({ code, detail }: DomainError, correlationId?: string): Response {
  const [status, title] = PROBLEMS[code];
  const body = {
    type: "about:blank",
    title,
    status,
    code,
    detail: correlationId ? `Tell us this code: ${correlationId}` : detailOf(code, detail),
    ...(detail.issues && {
      errors: detail.issues.map(({ path, message }) => ({
        path,
        message: wordMessage(message, WORDS) ?? message,
      })),
    }),
    ...(detail.alternatives && { alternatives: detail.alternatives }),
    ...(detail.why && { why: detail.why }),
  };
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
  });
  const challenge = challengeOf(code, detail);
  if (challenge) headers.set("www-authenticate", challenge);
  if (detail.retryAfter) headers.set("retry-after", String(detail.retryAfter));
  return new Response(JSON.stringify(body), { status, headers });
}

/** What a client with a token is told about it (RFC 6750, 3; RFC 9449, 7.1; RFC 9470, 3). */
function challengeOf(code: ErrorCode, { token, dpop, scope, stepUp }: ErrorDetail): string | null {
  if (code === "insufficient_scope") {
    return `Bearer error="insufficient_scope"${scope ? `, scope="${scope}"` : ""}`;
  }
  if (stepUp) {
    return `${stepUp.scheme} error="insufficient_user_authentication", max_age="${stepUp.maxAge}"`;
  }
  if (code !== "unauthenticated") return null;
  if (dpop) return `DPoP error="${dpop}", algs="${PROOF_ALGORITHMS.join(" ")}"`;
  return token ? `Bearer error="invalid_token"` : "Bearer";
}

/**
 * Answers for an error of a route handler: a domain error as itself, an outage of the database as
 * 503, any other failure as 500 with the code under which the log has it. The log gets refusals too.
 *
 * @param actor who asked, where that is known.
 */
export function problemOf(error: unknown, actor?: Actor): Response {
  if (error instanceof DomainError) {
    reportRefusalOf(error, actor);
    return problem(error);
  }
  const code = reportFailure(error);
  return isOutage(error)
    ? problem(new DomainError("unavailable", { retryAfter: OUTAGE_RETRY_SECONDS }))
    : problem(new DomainError("internal"), code);
}
