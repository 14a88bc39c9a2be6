import type { ProvenActor } from "../access/actor.ts";
import { checkRight, isRecent, PROOF_SECONDS, type ProofAction } from "../access/policy.ts";
import { DomainError } from "../errors.ts";
import { findBearer } from "./bearer.ts";
import { tokenOf } from "./caller.ts";
import { hasPassword } from "./password-change.ts";
import { confirmPassword } from "./password-confirm.ts";
import { noteProof, sessionFromCookieHeader, type Session } from "./session-store.ts";

/** What somebody has to do before a sensitive act: give the password, nothing, or sign in again. */
export type Proof = "password" | "none" | "sign-in";

/** What they give. */
export interface Given {
  /** The password. */
  current?: string | undefined;
}

/** Who has signed in, and when; `sessionId` and `provenAt` of a browser alone. */
type SignIn = Pick<Session, "actor" | "begunAt"> & Partial<Pick<Session, "sessionId" | "provenAt">>;

/**
 * Returns what proof a user has to give: the password, unless they gave it to this session a moment ago.
 * Of users without one it counts when they signed in.
 */
export async function proofNeeded(signIn: SignIn, now: Date): Promise<Proof> {
  return (await proofOf(signIn, now)).needed;
}

/** What is needed, and since when a proof counts that was given. */
async function proofOf(
  { actor, begunAt, provenAt }: SignIn,
  now: Date,
): Promise<{ needed: "none"; provenAt: Date } | { needed: Exclude<Proof, "none"> }> {
  if (provenAt && isRecent(provenAt, now)) return { needed: "none", provenAt };
  if (await hasPassword(actor)) return { needed: "password" };
  return isRecent(begunAt, now) ? { needed: "none", provenAt: begunAt } : { needed: "sign-in" };
}

/** Returns the user of a session if their last proof still counts, null if they have to give it again. */
export async function stillProven(signIn: SignIn, now: Date): Promise<ProvenActor | null> {
  const proof = await proofOf(signIn, now);
  return proof.needed === "none" ? { ...signIn.actor, provenAt: proof.provenAt } : null;
}

/**
 * The person of a session, proved again for an act that an unattended session must not suffice for. The
 * session remembers the proof, so that ten acts in a row need it once.
 *
 * @throws DomainError `forbidden` for a role that may not do it anyway, `invalid` about `current` (the
 *   password), `proof_needed` for somebody without one who signed in too long ago.
 */
export async function reauthenticate(
  session: SignIn,
  action: ProofAction,
  given: Given,
  now: Date,
): Promise<ProvenActor> {
  const { actor, sessionId } = session;
  checkRight(actor, action);
  const proof = await proofOf(session, now);
  if (proof.needed === "none") return { ...actor, provenAt: proof.provenAt };
  if (proof.needed === "sign-in") throw new DomainError("proof_needed");
  if (!given.current) {
    throw new DomainError("invalid", { issues: [{ path: "current", message: "required" }] });
  }
  await confirmPassword(actor.userId, given.current, now);
  if (sessionId) await noteProof(sessionId, now);
  return { ...actor, provenAt: now };
}

/**
 * The same for a request to the API: a sign-in that is recent suffices, else the password. Of a
 * token the sign-in counts in which it was given.
 *
 * @throws DomainError as `reauthenticate`; without a password `proof_needed`, which tells a client with a
 *   token to have the user sign in again (RFC 9470).
 */
export async function proveAgain(
  request: Request,
  action: ProofAction,
  given: Given,
  now: Date,
): Promise<ProvenActor> {
  const signIn = await signInOf(request, now);
  if (!signIn) throw new DomainError("unauthenticated");
  const { actor, begunAt } = signIn;
  checkRight(actor, action);
  if (isRecent(begunAt, now)) return { ...actor, provenAt: begunAt };
  const proven = await stillProven(signIn, now);
  if (proven) return proven;
  if (given.current === undefined) throw new DomainError("proof_needed", stepUpOf(request));
  return reauthenticate(signIn, action, given, now);
}

function stepUpOf({ headers }: Request) {
  if (tokenOf(headers) === null) return {};
  const scheme = /^dpop /i.test(headers.get("authorization") ?? "") ? "DPoP" : "Bearer";
  return { stepUp: { scheme, maxAge: PROOF_SECONDS } } as const;
}

async function signInOf({ headers }: Request, now: Date): Promise<SignIn | null> {
  const token = tokenOf(headers);
  if (token === null) return sessionFromCookieHeader(headers.get("cookie"), now);
  const { actor, signedInAt } = await findBearer(token, now);
  return actor.kind === "user" ? { actor, begunAt: signedInAt } : null;
}
