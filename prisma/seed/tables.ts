import type pg from "pg";
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

export async function insertTables(client: pg.Client, tables: Tables): Promise<void> {
  for (const table of ORDER) await insertAll(client, table, tables[table]);
}
