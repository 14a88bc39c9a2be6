import type { Actor, UserActor } from "./access/actor.ts";
import type { DomainError } from "./errors.ts";
import { LineLimit } from "./line-limit.ts";
import { log } from "./log.ts";
import { currentRequest } from "./request-context.ts";

/** What is noted of a refusal. Only ids and words of our own: what a stranger typed may be a password. */
interface Refusal {
  /** A code of `DomainError`, an act of the audit trail, or `oauth`. */
  refused: string;
  why?: string | undefined;
  /** What was asked for, as the policy table names it. */
  action?: string | undefined;
  /** The id of the user, where one is known. */
  user?: string | null | undefined;
  client?: string | undefined;
}

/** A minute's lines of one user for one reason, and of all together. */
const LINES_PER_MINUTE = { each: 20, all: 120 };

// On globalThis, because Next.js loads a copy of its own of every module that it bundles.
const kept = globalThis as typeof globalThis & { slotwellRefusalLines?: LineLimit };
const lines = (): LineLimit => (kept.slotwellRefusalLines ??= new LineLimit(LINES_PER_MINUTE));

/**
 * Logs a failed sign-in or a refused request, as one line that a monitor can count. A flood is cut
 * off: `leftOut` says how many lines were not written since the one before.
 */
export function reportRefusal(refusal: Refusal, now = new Date()): void {
  const { id: code, method, route } = currentRequest() ?? {};
  const { refused, why, user } = refusal;
  const leftOut = lines().take([user, refused, why, route].join(" "), now);
  if (leftOut === null) return;
  log.warn({ code, method, route, ...refusal, ...(leftOut > 0 && { leftOut }) });
}

/** Logs that a user asked for what is another patient's, which the answer calls `not_found`. */
export function reportMissing({ userId, clientId }: UserActor): void {
  reportRefusal({ refused: "not_found", why: "patient", user: userId, client: clientId });
}

const REFUSALS: ReadonlySet<string> = new Set([
  "unauthenticated",
  "forbidden",
  "insufficient_scope",
  "proof_needed",
  "account_changed",
] satisfies DomainError["code"][]);

/** Does the same for a domain error, if it is a refusal. */
export function reportRefusalOf({ code, detail }: DomainError, actor?: Actor): void {
  if (!REFUSALS.has(code)) return;
  const user = actor?.kind === "user" ? actor : undefined;
  reportRefusal({
    refused: code,
    why: detail.dpop ?? detail.scope ?? detail.why ?? (detail.token && "token"),
    action: detail.asked?.action,
    user: user?.userId ?? detail.asked?.userId,
    client: user?.clientId,
  });
}
