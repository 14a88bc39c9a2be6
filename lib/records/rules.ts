import type { Flag } from "./schema.ts";

/** What a lab value is held against. */
interface Measured {
  value: number | null;
  low: number | null;
  high: number | null;
  flag: Flag | null;
}

/** The laboratory's flag, else what the reference range says; null where neither says anything. */
export function interpretationOf({ value, low, high, flag }: Measured): Flag | null {
  if (flag) return flag;
  if (value === null || (low === null && high === null)) return null;
  if (low !== null && value < low) return "L";
  if (high !== null && value > high) return "H";
  return "N";
}

export const isAbnormal = (flag: Flag | null): boolean => flag !== null && flag !== "N";

/** How much a record holds, as JSON in characters: pages and exports read some of them at once. */
export const MAX_RECORD_LENGTH = 64 * 1024;
/** How often a record is changed. */
export const MAX_VERSIONS = 50;
/** How many records a doctor writes about a patient within a day. */
export const MAX_RECORDS_A_DAY = 50;

/** The version of a record that the reader may change. */
interface RecordFacts {
  doctorId: string;
  retracted: boolean;
}

/** Who may still do what with a record: its author changes it, its author or an admin retracts it. */
export function permitsOf(
  { doctorId, retracted }: RecordFacts,
  actor: { role: "patient" | "doctor" | "admin"; doctorId: string | null },
): { amend: boolean; retract: boolean } {
  const author = actor.role === "doctor" && actor.doctorId === doctorId;
  return {
    amend: author && !retracted,
    retract: (author || actor.role === "admin") && !retracted,
  };
}
