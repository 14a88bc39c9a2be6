import { createPublicKey, sign, verify } from "node:crypto";
import { z } from "zod";
import type { SigningKey } from "./keys.ts";

/** Where a trail ended at a time: one entry's number and hash stand for all entries up to it. */
export interface Head {
  /** The id of the trail, which tells databases with the same key apart. */
  trail: string;
  seq: number;
  /** SHA-256 in hexadecimal digits. */
  hash: string;
  /** RFC 3339 in UTC. */
  at: string;
}

/** A head that can be checked with the public key alone. */
export interface SignedHead extends Head {
  /** The Ed25519 public key, base64url. */
  key: string;
  /** Ed25519 (RFC 8032), base64url. */
  signature: string;
}

export const publicKeySchema = z.string().regex(/^[\w-]{43}$/);

const signedHeadSchema = z.object({
  trail: z.uuid(),
  seq: z.int().positive(),
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  at: z.iso.datetime({ precision: 3 }),
  key: publicKeySchema,
  signature: z.string().regex(/^[\w-]{86}$/),
});

/** What is signed. The first line keeps a signature from meaning anything elsewhere. */
const messageOf = ({ trail, seq, hash, at }: Head) =>
  Buffer.from(`slotwell audit head 1\n${trail}\n${seq}\n${hash}\n${at}`);

export function signHead(head: Head, { privateKey, publicKey }: SigningKey): SignedHead {
  const signature = sign(null, messageOf(head), privateKey).toString("base64url");
  return { ...head, key: publicKey, signature };
}

/** Returns whether the signature of a head is that of its key. Whether to trust the key is not asked. */
export function hasValidSignature(head: SignedHead): boolean {
  const key = createPublicKey({
    key: { kty: "OKP", crv: "Ed25519", x: head.key },
    format: "jwk",
  });
  return verify(null, messageOf(head), key, Buffer.from(head.signature, "base64url"));
}

/** Returns a head as one line, of a file or of a log. */
export const formatHead = (head: SignedHead): string => JSON.stringify(head);

/** Returns the head in a line, whatever a log has put before it; null if there is no whole head. */
export function parseHead(line: string): SignedHead | null {
  const start = line.indexOf("{");
  if (start < 0) return null;
  try {
    return signedHeadSchema.parse(JSON.parse(line.slice(start)));
  } catch {
    return null;
  }
}
