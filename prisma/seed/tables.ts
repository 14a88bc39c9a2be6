import type pg from "pg";
import { ENCRYPTED_COLUMNS, encryptFor } from "#lib/encryption/columns.ts";
import type { EncryptionKey } from "#lib/env.ts";
import { insertAll } from "./insert.ts";

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
  const records = tables[table] as { id: string; [column: string]: unknown }[];
  return {
    ...tables,
    [table]: records.map((record) => {
      const texts = ENCRYPTED_COLUMNS[table].flatMap((column) => {
        const text = record[column];
        const place = { table, id: record.id, column } as const;
        return typeof text === "string" ? [[column, encryptFor(place, text, keys)] as const] : [];
      });
      return { ...record, ...Object.fromEntries(texts) };
    }),
  };
}

export async function insertTables(client: pg.Client, tables: Tables): Promise<void> {
  for (const table of ORDER) await insertAll(client, table, tables[table]);
}
