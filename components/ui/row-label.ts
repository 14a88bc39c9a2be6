import { isolated } from "#lib/names/rules.ts";

/** The fields that say what a row is about: a test, a medicine. */
const ABOUT = ["name", "drug"];

/**
 * Returns what a field is called outside its row, "Sodium, Value". Rows have the same labels, and their fields
 * names like `labResults:2:value`.
 */
export function labelWithRow(name: string, label: string, typed: FormData): string {
  const row = /^(.+:[^:]+):[^:]+$/.exec(name)?.[1];
  const about = ABOUT.map((part) => typed.get(`${row}:${part}`)).find(Boolean);
  return typeof about === "string" ? `${isolated(about)}, ${label}` : label;
}
