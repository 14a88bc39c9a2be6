import {
  createHmac,
  createSecretKey,
  hkdfSync,
  timingSafeEqual,
  type KeyObject,
} from "node:crypto";
import { env, type EncryptionKey } from "../env.ts";
import { decrypt, encrypt } from "./aes.ts";

// Keys for single purposes, derived (RFC 5869) from those of ENCRYPTION_KEYS, so that no key is used
// in two ways. What is made with one says which key it was, as encrypted columns do.

/** What a derived key is for. */
type Purpose =
  "idempotency request" | "lab test" | "search" | "cursor" | "form" | "insurance search";

/**
 * Returns `<key id>:<HMAC-SHA-256>` of a text: says whether two texts are equal, but without the key
 * a list of likely texts cannot be compared with it.
 */
export function keyedHash(
  purpose: Purpose,
  text: string,
  { id, key }: EncryptionKey = currentKey(),
): string {
  return `${id}:${hmac(key, purpose, text)}`;
}

/** Returns the keyed hash of a text under each of the keys, to look for what any of them has made. */
export const keyedHashes = (purpose: Purpose, text: string): string[] =>
  env().ENCRYPTION_KEYS.map((key) => keyedHash(purpose, text, key));

/** Returns whether `hash` is the keyed hash of `text`, under any of the keys. */
export function matchesHash(purpose: Purpose, text: string, hash: string): boolean {
  const [id, mac = ""] = hash.split(":", 2);
  const key = keyOf(id);
  if (!key) return false;
  const [given, own] = [Buffer.from(mac), Buffer.from(hmac(key, purpose, text))];
  return given.length === own.length && timingSafeEqual(given, own);
}

/**
 * Encrypts a text for an address, as `<key id>.<base64url>`. `bound` is not part of it, and has to be
 * the same to decrypt.
 */
export function sealParam(purpose: Purpose, text: string, bound: string): string {
  const { id, key } = currentKey();
  const encrypted = encrypt(derived(key, purpose), text, bound);
  return `${id}.${Buffer.from(encrypted, "base64").toString("base64url")}`;
}

/** Returns the text that `sealParam` was given; null if it is not one of ours or bound to another. */
export function unsealParam(purpose: Purpose, param: string, bound: string): string | null {
  const dot = param.indexOf(".");
  const key = dot > 0 ? keyOf(param.slice(0, dot)) : undefined;
  return key ? decrypt(derived(key, purpose), param.slice(dot + 1), bound) : null;
}

function currentKey() {
  const [current] = env().ENCRYPTION_KEYS;
  if (!current) throw new Error("There is no key to encrypt with");
  return current;
}

const keyOf = (id: string | undefined): KeyObject | undefined =>
  env().ENCRYPTION_KEYS.find((known) => known.id === id)?.key;

const derived = (key: KeyObject, purpose: Purpose): KeyObject =>
  createSecretKey(Buffer.from(hkdfSync("sha256", key, "slotwell", purpose, 32)));

const hmac = (key: KeyObject, purpose: Purpose, text: string): string =>
  createHmac("sha256", derived(key, purpose)).update(text).digest("base64url");
