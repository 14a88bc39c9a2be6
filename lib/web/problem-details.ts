import messages from "../../messages/en.json" with { type: "json" };
import type { ErrorCode, ErrorDetail } from "../errors.ts";

/** What a program can do about each refusal. */
const DETAILS = {
  unauthenticated: "Send a token (Authorization: Bearer …), or sign in on the site.",
  forbidden:
    "The role of this account does not include it. A service by itself may read doctors and free times alone; a change that a page of another site asks for is refused as well.",
  insufficient_scope: "No scope includes it: it is for people on the site.",
  not_found: "Check the ids: what is not yours to see is answered like what does not exist.",
  malformed: "The body has to be one JSON value, and the address has to be UTF-8.",
  method_not_allowed: "The header Allow names the methods that this resource takes.",
  unsupported_media_type: "Send the body with Content-Type: application/json.",
  invalid: "`errors` names each property or parameter, and what is wrong with it.",
  slot_taken: "`alternatives` are the nearest times that are still free.",
  slot_unavailable: "Choose one of the doctor's free times.",
  time_closed: "Send a `reason` to approve it anyway, or propose another time.",
  patient_busy: "Choose another time, or cancel or move the other appointment first.",
  too_many_requests_open: "Wait for an answer, or cancel an open request first.",
  illegal_transition: "Read it again: `permits` says what can be done with it now.",
  stale_version: "Read it again, and send the change with its new ETag as If-Match.",
  too_late: "It is past the clinic's cut-off: the practice alone can change it now.",
  idempotency_mismatch: "A new request needs a new Idempotency-Key.",
  email_taken: "Use another address.",
  account_kept: "`why` says what stands in the way.",
  proof_needed:
    "Sign in again, and ask within ten minutes; or send the password as `current`, with a `code` if the account has a second factor.",
  second_factor_needed: "Sign in on the site and set up a second factor under Account.",
  account_changed: "Nothing was changed. Load the page again, and send its form as it is now.",
  too_many_requests: "Wait a little.",
  unavailable:
    "Try again in a few seconds. A change may have been made before the connection was lost: send it again with the same Idempotency-Key, or read it first.",
  internal: "Try again later.",
} as const satisfies Record<ErrorCode, string>;

/** Which limit of the clinic a patient has reached, and what to do about it. */
const REQUESTS_OPEN: Readonly<Record<string, (limit: number) => string>> = {
  in_all: (limit) =>
    `A patient has at most ${limit} requests open in all. Wait for an answer, cancel one of them, or call the clinic.`,
  with_doctor: (limit) =>
    `A patient has at most ${limit} requests open with one doctor. Wait for an answer, cancel one of them, or call the clinic.`,
  on_day: (limit) =>
    `A patient has at most ${limit} requests open for one day. Choose another day, cancel one of them, or call the clinic.`,
  canceled: (limit) =>
    `After ${limit} cancellations within 24 hours a patient books no more. Try again a day later, or call the clinic.`,
};

const CLOSED: Readonly<Record<string, string>> = messages.errors.closed;
const NO_RECORD: Readonly<Record<string, string>> = messages.errors.noRecord;

const WHY: Readonly<Record<string, string>> = messages.errors.why;

/** One sentence on what was wrong, or on what to do about it. */
export function detailOf(code: ErrorCode, detail: ErrorDetail): string {
  const { token, scope, why, retryAfter, count = 1 } = detail;
  if (code === "unauthenticated" && token) {
    return "This token is none of ours, has run out or was taken back: get a new one.";
  }
  if (code === "insufficient_scope" && scope) return `It needs the scope ${scope}.`;
  if (code === "slot_unavailable" && why) return WHY[why] ?? DETAILS[code];
  if (code === "time_closed" && why) return `${CLOSED[why] ?? ""} ${DETAILS[code]}`.trim();
  if (code === "too_many_requests_open" && why) return REQUESTS_OPEN[why]?.(count) ?? DETAILS[code];
  if (code === "illegal_transition" && why) return NO_RECORD[why] ?? DETAILS[code];
  if (why === "own") return messages.errors.kept.own;
  if (retryAfter && code !== "unavailable") return `Try again in ${retryAfter} seconds.`;
  return DETAILS[code];
}
