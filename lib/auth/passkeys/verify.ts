import {
  verifyAuthenticationResponse,
  type AuthenticationResponseJSON,
} from "@simplewebauthn/server";
import type { Role } from "../../access/actor.ts";
import { identityDb } from "../../db.ts";
import { auditAccount } from "../audit.ts";
import { relyingParty } from "./relying-party.ts";

interface Row {
  id: string;
  userId: string;
  role: Role;
  disabled: boolean;
  credentialId: string;
  publicKey: Uint8Array<ArrayBuffer>;
  counter: bigint;
}

/**
 * Checks a passkey's signature of `challenge`. The browser must have verified the user (by a fingerprint,
 * a face or a PIN), which makes it two factors.
 *
 * @returns whose it is; null for every passkey that does not sign in.
 */
export async function verifyPasskey(
  response: AuthenticationResponseJSON,
  challenge: string,
  now: Date,
): Promise<{ userId: string; role: Role } | null> {
  const [passkey] = await identityDb().$queryRaw<Row[]>`
    SELECT k.id, k.user_id AS "userId", u.role::text AS role, u.disabled_at IS NOT NULL AS disabled,
      k.credential_id AS "credentialId", k.public_key AS "publicKey", k.counter
    FROM passkeys k JOIN users u ON u.id = k.user_id WHERE k.credential_id = ${response.id}`;
  if (!passkey) return null;
  const { userId, role, disabled } = passkey;
  const counter = await signedCounter(passkey, response, challenge);
  if (disabled || counter === null || !(await noteSignature(passkey, counter, now))) {
    const why = disabled ? "disabled" : "passkey";
    await auditAccount(identityDb(), userId, "account.sign-in-failed", { why });
    return null;
  }
  return { userId, role };
}

/** Returns the counter that was signed; null for a signature that does not count. */
async function signedCounter(
  passkey: Row,
  response: AuthenticationResponseJSON,
  challenge: string,
): Promise<number | null> {
  const { id, origin } = relyingParty();
  if (response.response.userHandle !== handleOf(passkey.userId).toString("base64url")) return null;
  try {
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: challenge,
      expectedOrigin: origin,
      expectedRPID: id,
      requireUserVerification: true,
      credential: {
        id: passkey.credentialId,
        publicKey: passkey.publicKey,
        counter: Number(passkey.counter),
      },
    });
    return verified ? authenticationInfo.newCounter : null;
  } catch {
    // Another challenge, origin or site, no verified user, or the counter of a copy.
    return null;
  }
}

/** Notes a signature. The condition makes it exact: of two with one counter, one is a copy's. */
async function noteSignature({ id }: Row, counter: number, now: Date): Promise<boolean> {
  const counts = counter === 0 ? { counter: 0 } : { counter: { lt: counter } };
  const { count } = await identityDb().passkey.updateMany({
    where: { id, ...counts },
    data: { counter, lastUsedAt: now },
  });
  return count === 1;
}

/** How a user is called in their passkeys (WebAuthn, 5.4.3): by an id that says nothing about them. */
export const handleOf = (userId: string): Buffer<ArrayBuffer> => Buffer.from(userId);
