import type pg from "pg";
import { encryptFor, ENCRYPTED_TABLES, type EncryptedTable } from "#lib/encryption/columns.ts";
import type { EncryptionKey } from "#lib/env.ts";
import { insuranceIndex } from "#lib/search/insurance.ts";
import { insertAll, snakeCase } from "./insert.ts";

/** In the order in which their rows refer to each other. */
const ORDER = [
  "users",
  "clinics",
  "clinic_holidays",
  "doctors",
  "patients",
  "patient_profiles",
  "history_entries",
  "visit_types",
  "working_hours",
  "time_off",
  "appointments",
  "appointment_events",
  "medical_records",
  "oauth_clients",
] as const;

/** The rows to import, by table; their keys are the columns in camel case. */
export type Tables = Record<(typeof ORDER)[number], object[]>;

export const emptyTables = (): Tables =>
  Object.fromEntries(ORDER.map((table) => [table, []])) as unknown as Tables;

/** The tables as the database takes them: clinical text encrypted, insurance numbers with their index. */
export function encrypted(tables: Tables, keys: readonly EncryptionKey[]): Tables {
  const profiles = tables.patient_profiles.map((row) => withIndex(row, keys));
  const entries = Object.entries({ ...tables, patient_profiles: profiles }).map(([table, rows]) => {
    if (!(table in ENCRYPTED_TABLES)) return [table, rows] as const;
    return [table, rows.map((row) => encryptedRow(table as EncryptedTable, row, keys))] as const;
  });
  return Object.fromEntries(entries) as Tables;
}

function withIndex(profile: object, [key]: readonly EncryptionKey[]): object {
  if (!("insuranceNumber" in profile)) return profile;
  return { ...profile, insuranceKeys: insuranceIndex(String(profile.insuranceNumber), key) };
}

function encryptedRow(table: EncryptedTable, row: object, keys: readonly EncryptionKey[]): object {
  const { columns, row: boundTo = "id" } = ENCRYPTED_TABLES[table];
  const values = Object.entries(row) as [key: string, value: unknown][];
  const id = String(values.find(([key]) => snakeCase(key) === boundTo)?.[1]);
  return Object.fromEntries(
    values.map(([key, value]) => {
      const column = snakeCase(key);
      if (!(column in columns) || typeof value !== "string") return [key, value] as const;
      return [key, encryptFor({ table, id, column }, value, keys)] as const;
    }),
  );
}

export async function insertTables(client: pg.Client, tables: Tables): Promise<void> {
  for (const table of ORDER) await insertAll(client, table, tables[table]);
}
