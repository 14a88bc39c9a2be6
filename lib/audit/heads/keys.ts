import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject } from "node:crypto";
import type { EncryptionKey } from "../../env.ts";

/** The Ed25519 key pair that signs heads of the audit trail. */
export interface SigningKey {
  privateKey: KeyObject;
  /** The 32 bytes of the public key as base64url, by which heads name it. */
  publicKey: string;
}

/** What stands before the 32 bytes of an Ed25519 private key in PKCS #8 (RFC 8410, 7). */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

/**
 * Derives the signing key that belongs to an encryption key (RFC 5869), so that an installation keeps
 * no further secret and `npm run keys:rotate` changes both. The database never holds either.
 */
export function signingKeyOf({ key }: EncryptionKey): SigningKey {
  const seed = Buffer.from(hkdfSync("sha256", key, "slotwell", "audit heads", 32));
  const privateKey = createPrivateKey({
    key: Buffer.concat([PKCS8_PREFIX, seed]),
    format: "der",
    type: "pkcs8",
  });
  const { x = "" } = createPublicKey(privateKey).export({ format: "jwk" });
  return { privateKey, publicKey: x };
}

/** Returns the public keys that belong to encryption keys, the current one first. */
export const publicKeysOf = (keys: readonly EncryptionKey[]): string[] =>
  keys.map((key) => signingKeyOf(key).publicKey);
