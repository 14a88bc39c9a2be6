/**
 * Every way in which a request can be refused. Closed: each transport words all of them through a
 * table that `satisfies Record<ErrorCode, …>`, so that a new code does not compile without words.
 */
export type ErrorCode =
  | "unauthenticated"
  | "forbidden"
  | "insufficient_scope"
  | "not_found"
  | "malformed"
  | "method_not_allowed"
  | "unsupported_media_type"
  | "invalid"
  | "slot_taken"
  | "slot_unavailable"
  | "time_closed"
  | "patient_busy"
  | "too_many_requests_open"
  | "illegal_transition"
  | "stale_version"
  | "too_late"
  | "idempotency_mismatch"
  | "email_taken"
  | "account_kept"
  | "proof_needed"
  | "second_factor_needed"
  | "account_changed"
  | "too_many_requests"
  | "unavailable"
  | "internal";

/** One thing wrong with the input: where (dotted path) and what, as a key of the catalogue. */
export interface Issue {
  path: string;
  message: string;
}

/** What some codes carry besides their name. */
export interface ErrorDetail {
  /** With `invalid`. */
  issues?: Issue[];
  /** With `slot_taken`: the nearest times that are still free, as RFC 3339 instants in UTC. */
  alternatives?: { startsAt: string; endsAt: string }[];
  /** With times: the clinic's zone, in which people read them. */
  timeZone?: string;
  /** Where several times were asked for: the one that this is about, an instant in UTC. */
  startsAt?: string;
  /**
   * With `slot_unavailable`, `slot_taken` and `time_closed`: the reason that `lib/availability` gives. With
   * `account_kept`: what stands in the way; with `forbidden`: `own`, of an account; with
   * `too_many_requests_open`: the limit; with `illegal_transition`: why no record can be written.
   */
  why?: string;
  /** With `unauthenticated`: a token came along, and is none that counts. */
  token?: true;
  /** With `token`: it came, or should have come, with a proof of its key; what was wrong (RFC 9449, 7.1). */
  dpop?: "invalid_token" | "invalid_dpop_proof";
  /** With `proof_needed`: how a client gets a token that suffices (RFC 9470); `maxAge` in seconds. */
  stepUp?: { scheme: "Bearer" | "DPoP"; maxAge: number };
  /** With `proof_needed`: the fields by which a form can ask for the proof. */
  asks?: readonly string[];
  /** With what the policy table refuses: who asked for what. For the log; no answer contains it. */
  asked?: { action: string; userId: string | null };
  /** With `insufficient_scope`: what a token would need. */
  scope?: string;
  /** With `too_many_requests` and `unavailable`: after how many seconds to try again. */
  retryAfter?: number;
  /** With `account_kept`: how many visits stand in the way; with `too_many_requests_open`: how many there may be. */
  count?: number;
}

/** The one error of the domain. Throw it: a throw rolls the transaction back. */
export class DomainError extends Error {
  readonly code: ErrorCode;
  readonly detail: ErrorDetail;

  constructor(code: ErrorCode, detail: ErrorDetail = {}) {
    super(code);
    this.name = "DomainError";
    this.code = code;
    this.detail = detail;
  }
}
