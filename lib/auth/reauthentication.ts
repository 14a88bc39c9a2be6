import type { ProvenActor } from "../access/actor.ts";
import { authorizeUser, type Action } from "../access/policy.ts";
import { isRecent } from "../accounts/rules.ts";
import { DomainError } from "../errors.ts";
import { hasPassword } from "./password-change.ts";
import { confirmPassword } from "./password-confirm.ts";
import { sessionFromCookieHeader, type Session } from "./session-store.ts";

/** What somebody has to do before a sensitive act: give the password, nothing, or sign in again. */
export type Proof = "password" | "none" | "sign-in";

/** Whoever has a password gives it; for others it counts when they signed in. */
export async function proofNeeded({ actor, begunAt }: Session, now: Date): Promise<Proof> {
  if (await hasPassword(actor)) return "password";
  return isRecent(begunAt, now) ? "none" : "sign-in";
}

/**
 * The person of a session, proved again for an act that an unattended session must not suffice for.
 *
 * @throws DomainError `forbidden` for a role that may not do it anyway, `invalid` about `current` (the
 *   password), `proof_needed` for somebody without one who signed in too long ago.
 */
export async function reauthenticate(
  session: Session,
  action: Action,
  current: string | undefined,
  now: Date,
): Promise<ProvenActor> {
  const { actor } = session;
  authorizeUser(actor, action);
  const proof = await proofNeeded(session, now);
  if (proof === "sign-in") throw new DomainError("proof_needed");
  if (proof === "none") return { ...actor, provenAt: session.begunAt };
  if (!current) {
    throw new DomainError("invalid", { issues: [{ path: "current", message: "required" }] });
  }
  await confirmPassword(actor.userId, current, now);
  return { ...actor, provenAt: now };
}

/**
 * The same for a request to the API: a sign-in that is recent suffices, else the password. A token is
 * not asked: whoever gave it away has consented to what it may do.
 *
 * @throws DomainError as `reauthenticate`
 */
export async function proveAgain(
  request: Request,
  action: Action,
  current: string | undefined,
  now: Date,
): Promise<void> {
  if (request.headers.has("authorization")) return;
  const session = await sessionFromCookieHeader(request.headers.get("cookie"), now);
  if (!session) throw new DomainError("unauthenticated");
  if (!isRecent(session.begunAt, now)) await reauthenticate(session, action, current, now);
}
