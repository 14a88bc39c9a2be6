import type { ProvenActor } from "../access/actor.ts";
import { checkRight, isRecent, PROOF_SECONDS, type ProofAction } from "../access/policy.ts";
import type { Proof } from "../accounts/rules.ts";
import { DomainError } from "../errors.ts";
import { findBearer } from "./bearer.ts";
import { tokenOf } from "./caller.ts";
import { confirmPassword } from "./password-confirm.ts";
import { confirmCode } from "./second-factor/check-code.ts";
import { credentialsOf, hasSecondFactor } from "./second-factor/credentials.ts";
import { noteProof, sessionFromCookieHeader, type Session } from "./session-store.ts";

/** What they give. */
export interface Given {
  /** The password. */
  current?: string | undefined;
  /** Of the authenticator app, or a recovery code. */
  code?: string | undefined;
}

/** Who has signed in, when, and how; `sessionId` and `provenAt` of a browser alone. */
type SignIn = Pick<Session, "actor" | "begunAt" | "amr"> &
  Partial<Pick<Session, "sessionId" | "provenAt">>;

/**
 * Returns what proof a user has to give: the password, and a code where they have a second factor, unless
 * they gave it to this session a moment ago. A sign-in of the last minutes counts where there is no
 * password, or if it was by passkey.
 */
export async function proofNeeded(signIn: SignIn, now: Date): Promise<Proof> {
  return (await proofOf(signIn, now)).needed;
}

/** Returns the same for a change of one's own second factor, as `prove` asks for it. */
export function ownProofNeeded(signIn: SignIn, now: Date): Promise<Proof> {
  return proofNeeded(unremembered(signIn), now);
}

/** What is needed, and since when a proof counts that was given. */
async function proofOf(
  { actor, begunAt, provenAt, amr }: SignIn,
  now: Date,
): Promise<{ needed: "none"; provenAt: Date } | { needed: Exclude<Proof, "none"> }> {
  if (provenAt && isRecent(provenAt, now)) return { needed: "none", provenAt };
  const credentials = await credentialsOf(actor.userId);
  const suffices = amr.includes("hwk") || !credentials.password;
  if (suffices && isRecent(begunAt, now)) return { needed: "none", provenAt: begunAt };
  if (!credentials.password) return { needed: "sign-in" };
  return { needed: hasSecondFactor(credentials) ? "password-and-code" : "password" };
}

const unremembered = (signIn: SignIn): SignIn => ({ ...signIn, provenAt: null });

/** Returns the user of a session if their last proof still counts, null if they have to give it again. */
export async function stillProven(signIn: SignIn, now: Date): Promise<ProvenActor | null> {
  const proof = await proofOf(signIn, now);
  return proof.needed === "none" ? { ...signIn.actor, provenAt: proof.provenAt } : null;
}

/**
 * The person of a session, proved again for an act that an unattended session must not suffice for. The
 * session remembers the proof, so that ten acts in a row need it once.
 *
 * @throws DomainError `forbidden` for a role that may not do it anyway, and as `prove`.
 */
export async function reauthenticate(
  session: SignIn,
  action: ProofAction,
  given: Given,
  now: Date,
): Promise<ProvenActor> {
  checkRight(session.actor, action);
  return confirm(session, given, now);
}

/**
 * Does the same for a change of one's own second factor. A proof that the session remembers does not count:
 * a passkey that was added in an unattended session would open the account for good.
 *
 * @throws DomainError `invalid` about `current` (the password) or `code`; `proof_needed` for a user who can
 *   only sign in again, and has done so too long ago.
 */
export function prove(session: SignIn, given: Given, now: Date): Promise<ProvenActor> {
  return confirm(unremembered(session), given, now);
}

async function confirm(session: SignIn, given: Given, now: Date): Promise<ProvenActor> {
  const { actor, sessionId } = session;
  const proof = await proofOf(session, now);
  if (proof.needed === "none") return { ...actor, provenAt: proof.provenAt };
  if (proof.needed === "sign-in") throw new DomainError("proof_needed");
  const { current, code } = given;
  const needed = proof.needed === "password" ? { current } : { current, code };
  const missing = Object.entries(needed).filter(([, value]) => !value);
  if (!current || missing.length > 0) {
    const issues = missing.map(([path]) => ({ path, message: "required" }));
    throw new DomainError("invalid", { issues });
  }
  await confirmPassword(actor.userId, current, now);
  if (needed.code) await confirmCode(actor.userId, needed.code, now);
  if (sessionId) await noteProof(sessionId, now);
  return { ...actor, provenAt: now };
}

/**
 * The same for a request to the API: a sign-in that is recent suffices, else the password and the code. Of
 * a token the sign-in counts in which it was given.
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
  return actor.kind === "user" ? { actor, begunAt: signedInAt, amr: [] } : null;
}
