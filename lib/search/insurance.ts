import { keyedHash, keyedHashes } from "../encryption/keyed.ts";
import type { EncryptionKey } from "../env.ts";
import { foldLetters } from "./rules.ts";

/** How much of the end of an insurance number finds it: cards and pages show the last four characters. */
const TAIL = 4;
/** A shorter text is no insurance number, nor the end of one. */
const MIN_LENGTH = 3;

const PURPOSE = "insurance search";

/** Returns an insurance number without blanks and signs, in small letters. */
const compact = (text: string): string => foldLetters(text).replace(/[^\p{L}\p{N}]/gu, "");

/** Returns the keyed hashes by which a text finds an insurance number, under any of the keys. */
export function insuranceKeys(text: string): string[] {
  const typed = compact(text);
  return typed.length < MIN_LENGTH ? [] : keyedHashes(PURPOSE, typed);
}

/**
 * Returns what is kept of an insurance number to find it: keyed hashes of the whole and of its last four
 * characters, as they are without signs and as pages show them.
 *
 * @param key which key they are made with; the current one by default.
 */
export function insuranceIndex(number: string, key?: EncryptionKey): string[] {
  const whole = compact(number);
  const ends = [Array.from(whole).slice(-TAIL).join(""), compact(number.slice(-TAIL))];
  const texts = [...ends, whole].filter((text) => text.length >= MIN_LENGTH);
  // A number too short to be searched has a hash too: the database asks for one.
  const hashed = new Set(texts.length > 0 ? texts : [number]);
  return [...hashed].map((text) => keyedHash(PURPOSE, text, key)).sort();
}
