import {
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from "node:crypto";
import { decrypt, encrypt } from "../encryption/aes.ts";
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

const cipherKey = (purpose: string) => createSecretKey(deriveKey(purpose));

/** Encrypts for the database, bound to `purpose`. */
export const seal = (purpose: string, text: string): string => encrypt(cipherKey(purpose), text);

/** The text that `seal` was given, or null if the key is another one or a bit has changed. */
export const unseal = (purpose: string, sealed: string): string | null =>
  decrypt(cipherKey(purpose), sealed);
