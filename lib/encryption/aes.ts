import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

const NONCE = 12;
const TAG = 16;

/**
 * AES-256-GCM (NIST SP 800-38D) under a key of 32 bytes, with a nonce of chance. `bound` is not
 * stored, and must be the same to decrypt. Gives nonce, tag and ciphertext in base64.
 */
export function encrypt(key: Buffer, text: string, bound = ""): string {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(bound));
  const encrypted = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), encrypted]).toString("base64");
}

/** The text that `encrypt` was given, or null if key or `bound` are others or a bit has changed. */
export function decrypt(key: Buffer, encrypted: string, bound = ""): string | null {
  const bytes = Buffer.from(encrypted, "base64");
  try {
    const nonce = bytes.subarray(0, NONCE);
    const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG });
    decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(NONCE, NONCE + TAG));
    return decipher.update(bytes.subarray(NONCE + TAG), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}
