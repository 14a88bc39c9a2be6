import type { EncryptionKey } from "../env.ts";
import { decryptBytes, encrypt } from "./aes.ts";

interface Encrypted {
  /** The columns, each with the column that its values are bound to. */
  columns: Record<string, string>;
  /** The table that they are bound to, where it is another one. */
  table?: string;
  /** SQL for the row that they are bound to, where it is not the `id`. */
  row?: string;
  /** The primary key, where it is not the `id`. */
  key?: string;
  /** How many rows are encrypted anew at once, where they are large. */
  batch?: number;
}

const own = (...columns: string[]): Encrypted["columns"] =>
  Object.fromEntries(columns.map((column) => [column, column]));

const RECORD = [
  "diagnosis",
  "diagnosis_code",
  "treatment",
  "notes",
  "prescriptions",
  "lab_results",
  "retraction_reason",
];

/** What the database takes encrypted alone (constraints `<table>_encrypted`), table by table. */
const ENCRYPTED = {
  appointments: { columns: own("reason", "status_reason", "overbook_reason") },
  // Triggers write these two as copies, which stay bound to where their words were written.
  appointment_events: {
    columns: { reason: "status_reason", overbook_reason: "overbook_reason" },
    table: "appointments",
    row: "appointment_id",
  },
  medical_record_revisions: {
    columns: own(...RECORD),
    table: "medical_records",
    row: "record_id",
  },
  medical_records: { columns: own(...RECORD) },
  record_drafts: { columns: own("content") },
  patient_profiles: { columns: own("insurance_number"), row: "patient_id", key: "patient_id" },
  history_entries: { columns: own("name", "note") },
  emergency_accesses: { columns: own("reason") },
  attachments: { columns: own("name") },
  // Bound to their place as well, so that no part of a file can be left out or change places.
  attachment_chunks: {
    columns: own("content"),
    row: "attachment_id || '/' || number || '/' || of_chunks",
    batch: 20,
  },
  totp_factors: { columns: own("secret"), row: "user_id", key: "user_id" },
} satisfies Record<string, Encrypted>;

export type EncryptedTable = keyof typeof ENCRYPTED;
export const ENCRYPTED_TABLES: Readonly<Record<EncryptedTable, Encrypted>> = ENCRYPTED;

/** Where a value belongs. It is bound to this: moved to another row or column it cannot be read. */
export interface Place {
  table: EncryptedTable;
  id: string;
  column: string;
}

/** How a value begins that a key has encrypted. */
export const prefixOf = (keyId: string): string => `enc:${keyId}:`;

/** `plain` for the database, under the first of `keys`. */
export function encryptFor(
  place: Place,
  plain: string | Uint8Array,
  [current]: readonly EncryptionKey[],
): string {
  if (!current) throw new Error("There is no key to encrypt with");
  return prefixOf(current.id) + encrypt(current.key, plain, boundTo(place));
}

/**
 * What a value in its place was made of.
 *
 * @throws Error that names the place, never the value, if none of `keys` decrypts it there.
 */
export function decryptBytesFrom(
  place: Place,
  value: string,
  keys: readonly EncryptionKey[],
): Buffer {
  const [, id, encrypted = ""] = value.split(":", 3);
  const key = value.startsWith("enc:") && keys.find((known) => known.id === id);
  const bytes = key ? decryptBytes(key.key, encrypted, boundTo(place)) : null;
  if (bytes === null) throw new Error(`No key decrypts ${boundTo(place)}`);
  return bytes;
}

/** The same as text. */
export function decryptFrom(place: Place, value: string, keys: readonly EncryptionKey[]): string {
  return decryptBytesFrom(place, value, keys).toString("utf8");
}

/** Table, row and column as ENCRYPTED binds them, told by the row as its own table names it. */
function boundTo({ table, id, column }: Place): string {
  const { columns, table: bound = table } = ENCRYPTED_TABLES[table];
  const to = columns[column];
  if (to === undefined) throw new Error(`${table}.${column} is no encrypted column`);
  return `${bound}|${id}|${to}`;
}
