import type { Purpose, Role } from "../access/actor.ts";

/** What somebody did with a patient's data, as the patient is told. */
export interface AccessView {
  /** Counts the entries of the trail; the order. */
  seq: number;
  at: string;
  /** Another patient, who was refused, is named to administrators alone; to patients the name is empty. */
  who: { name: string; role: Role };
  /** What was done: the trail's name of it, `record.read`. */
  action: string;
  /** Why it was read; null where something was written. */
  purpose: Purpose | null;
  /** In the words of whoever opened an emergency access. */
  reason: string | null;
  /** How many records, where several were read at once. */
  records: number;
  /** The record that it was about, where it was about one. */
  recordId: string | null;
}

const PURPOSES: readonly string[] = [
  "treatment",
  "authorship",
  "emergency",
  "oversight",
] satisfies Purpose[];

export const isPurpose = (text: unknown): text is Purpose =>
  typeof text === "string" && PURPOSES.includes(text);
