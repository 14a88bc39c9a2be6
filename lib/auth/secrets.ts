import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { env } from "../env.ts";

/** A bearer secret: 256 bits of chance as text for a cookie or a link. */
export const newToken = (): string => randomBytes(32).toString("base64url");

/** What the database keeps of a token. Tokens are pure chance, so one fast hash is enough. */
export const hashToken = (token: string): string =>
  createHash("sha256").update(token).digest("base64url");

/** A key of our own for one purpose, derived from AUTH_SECRET (RFC 5869). */
export const deriveKey = (purpose: string): Buffer =>
  Buffer.from(hkdfSync("sha256", env().AUTH_SECRET, "slotwell", purpose, 32));

/** A keyed hash: says whether two values are the same without saying what they are. */
export const mac = (purpose: string, value: string): string =>
  createHmac("sha256", deriveKey(purpose)).update(value).digest("base64url");

export function sameText(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/** Encrypts for the database: AES-256-GCM, bound to `purpose`. */
export function seal(purpose: string, text: string): string {
  const iv = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", deriveKey(purpose), iv);
  const sealed = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString("base64");
}

/** The text that `seal` was given, or null if the key is another one or a bit has changed. */
export function unseal(purpose: string, sealed: string): string | null {
  const bytes = Buffer.from(sealed, "base64");
  try {
    const options = { authTagLength: 16 };
    const iv = bytes.subarray(0, 12);
    const decipher = createDecipheriv("aes-256-gcm", deriveKey(purpose), iv, options);
    decipher.setAuthTag(bytes.subarray(12, 28));
    return decipher.update(bytes.subarray(28), undefined, "utf8") + decipher.final("utf8");
  } catch {
    return null;
  }
}
