import type pg from "pg";
import { ENCRYPTED_COLUMNS, encryptFor } from "#lib/encryption/columns.ts";
import type { EncryptionKey } from "#lib/env.ts";
import { insertAll, snakeCase } from "./insert.ts";

/** In the order in which their rows refer to each other. */
const ORDER = [
  "users",
  "clinics",
  "clinic_holidays",
  "doctors",
  "patients",
  "visit_types",
  "working_hours",
  "time_off",
  "appointments",
  "appointment_events",
  "medical_records",
] as const;

/** The rows to import, by table; their keys are the columns in camel case. */
export type Tables = Record<(typeof ORDER)[number], object[]>;

export const emptyTables = (): Tables =>
  Object.fromEntries(ORDER.map((table) => [table, []])) as unknown as Tables;

/** The tables as the database takes them: clinical free text encrypted. */
export function encrypted(tables: Tables, keys: readonly EncryptionKey[]): Tables {
  const table = "medical_records";
  const records = tables[table] as { id: string; [key: string]: unknown }[];
  const encryptedRecord = ({ id, ...texts }: (typeof records)[number]) => {
    const entries = Object.entries(texts).map(([key, text]) => {
      const column = ENCRYPTED_COLUMNS[table].find((name) => name === snakeCase(key));
      if (column === undefined || typeof text !== "string") return [key, text] as const;
      return [key, encryptFor({ table, id, column }, text, keys)] as const;
    });
    return { id, ...Object.fromEntries(entries) };
  };
  return { ...tables, [table]: records.map(encryptedRecord) };
}

export async function insertTables(client: pg.Client, tables: Tables): Promise<void> {
  for (const table of ORDER) await insertAll(client, table, tables[table]);
}
