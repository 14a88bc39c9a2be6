import type { EncryptionKey } from "../env.ts";
import { decrypt, encrypt } from "./aes.ts";

/** The columns of clinical free text, each of which the database takes encrypted alone. */
export const ENCRYPTED_COLUMNS = {
  medical_records: ["diagnosis", "treatment", "notes", "retraction_reason"],
} as const;

type Table = keyof typeof ENCRYPTED_COLUMNS;

/** Where a value belongs. It is bound to this: moved to another row or column it cannot be read. */
export interface Place {
  table: Table;
  id: string;
  column: (typeof ENCRYPTED_COLUMNS)[Table][number];
}

/** How a value begins that a key has encrypted. */
export const prefixOf = (keyId: string): string => `enc:${keyId}:`;

/** `text` for the database, under the first of `keys`. */
export function encryptFor(
  place: Place,
  text: string,
  [current]: readonly EncryptionKey[],
): string {
  if (!current) throw new Error("There is no key to encrypt with");
  return prefixOf(current.id) + encrypt(current.key, text, boundTo(place));
}

/**
 * The text of a value in its place.
 *
 * @throws Error that names the place, never the value, if none of `keys` decrypts it there.
 */
export function decryptFrom(place: Place, value: string, keys: readonly EncryptionKey[]): string {
  const [, id, encrypted = ""] = value.split(":");
  const key = value.startsWith("enc:") && keys.find((known) => known.id === id);
  const text = key ? decrypt(key.key, encrypted, boundTo(place)) : null;
  if (text === null) throw new Error(`No key decrypts ${boundTo(place)}`);
  return text;
}

const boundTo = ({ table, id, column }: Place): string => `${table}|${id}|${column}`;
