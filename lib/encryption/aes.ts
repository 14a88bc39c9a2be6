import { createCipheriv, createDecipheriv, randomBytes, type KeyObject } from "node:crypto";

const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) under a key of 32 bytes, with a nonce of chance. `bound` is not
 * stored, and must be the same to decrypt. Gives nonce, tag and ciphertext in base64. (A key as bare
 * bytes is looked into on every call: five times the time for a short text.)
 */
export function encrypt(key: KeyObject, plain: string | Uint8Array, bound = ""): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(bound));
  const bytes = typeof plain === "string" ? Buffer.from(plain) : plain;
  const encrypted = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64");
}

/** The bytes that `encrypt` was given, or null if key or `bound` are others or a bit has changed. */
export function decryptBytes(key: KeyObject, encrypted: string, bound = ""): Buffer | null {
  const bytes = Buffer.from(encrypted, "base64");
  try {
    const nonce = bytes.subarray(0, NONCE);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG });
    decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return Buffer.concat([decipher.update(bytes.subarray(NONCE + TAG)), decipher.final()]);
  } catch {
    return null;
  }
}

/** The same as text. */
export function decrypt(key: KeyObject, encrypted: string, bound = ""): string | null {
  return decryptBytes(key, encrypted, bound)?.toString("utf8") ?? null;
}
