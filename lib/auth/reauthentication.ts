import type { ProvenActor } from "../access/actor.ts";
import { authorizeUser, type Action } from "../access/policy.ts";
import { isRecent } from "../accounts/rules.ts";
import { DomainError } from "../errors.ts";
import { findBearer } from "./bearer.ts";
import { tokenOf } from "./caller.ts";
import { hasPassword } from "./password-change.ts";
import { confirmPassword } from "./password-confirm.ts";
import { sessionFromCookieHeader, type Session } from "./session-store.ts";

/** What somebody has to do before a sensitive act: give the password, nothing, or sign in again. */
export type Proof = "password" | "none" | "sign-in";

/** Who has signed in, and when. */
type SignIn = Pick<Session, "actor" | "begunAt">;

/** Whoever has a password gives it; for others it counts when they signed in. */
export async function proofNeeded({ actor, begunAt }: SignIn, now: Date): Promise<Proof> {
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
  session: SignIn,
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
 * The same for a request to the API: a sign-in that is recent suffices, else the password. Of a
 * token the sign-in counts in which it was given.
 *
 * @throws DomainError as `reauthenticate`
 */
export async function proveAgain(
  request: Request,
  action: Action,
  current: string | undefined,
  now: Date,
): Promise<void> {
  const signIn = await signInOf(request, now);
  if (!signIn) throw new DomainError("unauthenticated");
  if (!isRecent(signIn.begunAt, now)) await reauthenticate(signIn, action, current, now);
}

async function signInOf({ headers }: Request, now: Date): Promise<SignIn | null> {
  const token = tokenOf(headers);
  if (token === null) return sessionFromCookieHeader(headers.get("cookie"), now);
  const { actor, signedInAt } = await findBearer(token, now);
  return actor.kind === "user" ? { actor, begunAt: signedInAt } : null;
}
