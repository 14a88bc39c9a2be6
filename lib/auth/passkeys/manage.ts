import {
  generateRegistrationOptions,
  verifyRegistrationResponse,
  type PublicKeyCredentialCreationOptionsJSON,
} from "@simplewebauthn/server";
import type { ProvenActor, UserActor } from "../../access/actor.ts";
import { violates } from "../../db-errors.ts";
import { identityDb } from "../../db.ts";
import { DomainError } from "../../errors.ts";
import { isId } from "../../schema.ts";
import { lockCredentials } from "../second-factor/credentials.ts";
import { addFactor, settleRemoval } from "../second-factor/manage.ts";
import type { Session } from "../session-store.ts";
import { findChallenge, issueChallenge, spendChallenge } from "./challenges.ts";
import { relyingParty } from "./relying-party.ts";
import type { NewPasskey } from "./schema.ts";
import { handleOf } from "./verify.ts";

const MAX_PASSKEYS = 10;

export interface ListedPasskey {
  id: string;
  name: string;
  createdAt: Date;
  lastUsedAt: Date | null;
}

type Own = Pick<Session, "sessionId" | "actor">;

/** Returns the passkeys of a user, the oldest first. */
export function listPasskeys({ userId }: UserActor): Promise<ListedPasskey[]> {
  return identityDb().passkey.findMany({
    where: { userId },
    orderBy: { id: "asc" },
    select: { id: true, name: true, createdAt: true, lastUsedAt: true },
  });
}

/** Lets this session add a passkey in the next minutes. The actor has proved who they are. */
export async function beginPasskey(
  _actor: ProvenActor,
  sessionId: string,
  now: Date,
): Promise<void> {
  await issueChallenge({ sessionId }, now);
}

/** Returns what the browser needs to make a passkey, or null for a session that may add none. */
export async function pendingPasskey(
  { sessionId, actor }: Own,
  now: Date,
): Promise<PublicKeyCredentialCreationOptionsJSON | null> {
  const challenge = await findChallenge({ sessionId }, now);
  if (challenge === null) return null;
  const { userId, name, email } = actor;
  const known = await identityDb().passkey.findMany({
    where: { userId },
    select: { credentialId: true, transports: true },
  });
  const { id: rpID, name: rpName } = relyingParty();
  return generateRegistrationOptions({
    rpID,
    rpName,
    userID: handleOf(userId),
    userName: email ?? name,
    userDisplayName: name,
    challenge: Buffer.from(challenge, "base64url"),
    attestationType: "none",
    excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
  });
}

/**
 * Adds the passkey that the browser has made. The session counts as one of two factors from now on; all
 * others end.
 *
 * @returns recovery codes for a user who had no second factor, readable this once; else none.
 * @throws DomainError `illegal_transition` for a session that may add none, or took too long; `invalid`
 *   about `response` (made for another challenge or site, or known already) or `name` (too many).
 */
export async function addPasskey(
  { sessionId, actor: { userId } }: Own,
  { name, response }: NewPasskey,
  now: Date,
): Promise<string[]> {
  const challenge = await spendChallenge({ sessionId }, now);
  if (challenge === null) throw new DomainError("illegal_transition");
  const made = await verified(response, challenge);
  try {
    return await identityDb().$transaction(async (tx) => {
      await lockCredentials(tx, userId);
      if ((await tx.passkey.count({ where: { userId } })) >= MAX_PASSKEYS) {
        throw invalid("name", "too_many_passkeys");
      }
      return addFactor(tx, { sessionId, userId, method: "hwk" }, async () => {
        const { id: credentialId, publicKey, counter } = made;
        const { transports } = response.response;
        const passkey = { userId, credentialId, publicKey, counter, transports, name };
        await tx.passkey.create({ data: { ...passkey, createdAt: now } });
      });
    });
  } catch (error) {
    throw violates(error, "passkeys_one_user") ? invalid("response", "passkey_refused") : error;
  }
}

async function verified(response: NewPasskey["response"], challenge: string) {
  const { id, origin } = relyingParty();
  const result = await verifyRegistrationResponse({
    response,
    expectedChallenge: challenge,
    expectedOrigin: origin,
    expectedRPID: id,
    requireUserVerification: true,
  }).catch(() => null);
  // Handles a passkey of another challenge, site or kind.
  if (!result?.verified) throw invalid("response", "passkey_refused");
  return result.registrationInfo.credential;
}

/** Renames a passkey of the actor. @throws DomainError `not_found` */
export async function renamePasskey(
  { userId }: UserActor,
  id: string,
  name: string,
): Promise<void> {
  if (!isId(id)) throw new DomainError("not_found");
  const { count } = await identityDb().passkey.updateMany({
    where: { id, userId },
    data: { name },
  });
  if (count === 0) throw new DomainError("not_found");
}

/**
 * Removes a passkey of the actor; recovery codes go with the last factor. All other sessions end.
 *
 * @throws DomainError `not_found`; `account_kept` if the user's role needs the factor.
 */
export async function removePasskey(
  actor: ProvenActor,
  id: string,
  sessionId: string,
): Promise<void> {
  if (!isId(id)) throw new DomainError("not_found");
  const { userId } = actor;
  await identityDb().$transaction(async (tx) => {
    await lockCredentials(tx, userId);
    const { count } = await tx.passkey.deleteMany({ where: { id, userId } });
    if (count === 0) throw new DomainError("not_found");
    await settleRemoval(tx, actor, sessionId);
  });
}

const invalid = (path: string, message: string) =>
  new DomainError("invalid", { issues: [{ path, message }] });
