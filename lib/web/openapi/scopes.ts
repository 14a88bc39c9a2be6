import type { Scope } from "../../access/actor.ts";

/** What each scope lets a program do, as far as the user whose token it is may do it. */
export const SCOPE_WORDS: Record<Scope, string> = {
  "doctors:read": "Read the directory of practitioners",
  "doctors:write": "Change profiles of practitioners",
  "availability:read": "Read free times and working hours",
  "availability:write": "Change working hours, visit types and time off",
  "appointments:read": "Read appointments",
  "appointments:write": "Book, answer, move and cancel appointments",
  "patients:read": "Read profiles and medical histories of patients",
  "patients:write": "Change profiles and medical histories of patients",
  "records:read": "Read medical records",
  "records:write": "Write medical records",
  "users:read": "Read accounts",
  "users:write": "Change roles of accounts, and disable them",
  "audit:read": "Read who saw what",
};
