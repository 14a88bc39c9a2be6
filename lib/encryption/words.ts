import { env } from "../env.ts";
import { decryptFrom, encryptFor, type EncryptedTable } from "./columns.ts";

/**
 * Words on their way into the database, by column: encrypted for the row `id` of `table`. What is
 * null stays null.
 *
 *     sealed("appointments", id, { reason }) // { reason: "enc:…" }
 */
export function sealed<Words extends Record<string, string | null>>(
  table: EncryptedTable,
  id: string,
  words: Words,
): Words {
  const keys = env().ENCRYPTION_KEYS;
  return mapped(words, (column, text) => encryptFor({ table, id, column }, text, keys));
}

/**
 * Words on their way out of the database, by column: the reverse of `sealed`.
 *
 * @throws Error that names the place if no key decrypts a value there.
 */
export function unsealed<Words extends Record<string, string | null>>(
  table: EncryptedTable,
  id: string,
  words: Words,
): Words {
  const keys = env().ENCRYPTION_KEYS;
  return mapped(words, (column, value) => decryptFrom({ table, id, column }, value, keys));
}

function mapped<Words extends Record<string, string | null>>(
  words: Words,
  change: (column: string, value: string) => string,
): Words {
  const entries = Object.entries(words).map(
    ([column, value]) => [column, value === null ? null : change(column, value)] as const,
  );
  return Object.fromEntries(entries) as Words;
}
