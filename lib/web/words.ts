import { getMessages, getTranslations } from "next-intl/server";
import { formatDate, formatTime } from "../format.ts";
import type { DomainError, ErrorCode } from "../errors.ts";
import type { FieldWords, RefusedForm } from "./form-state.ts";

/** Where each refusal is worded for people: keys of `errors.codes` in the catalogue. */
const WORDS = {
  unauthenticated: "unauthenticated",
  forbidden: "forbidden",
  not_found: "notFound",
  invalid: "invalid",
  slot_taken: "slotTaken",
  slot_unavailable: "slotUnavailable",
  patient_busy: "patientBusy",
  illegal_transition: "illegalTransition",
  stale_version: "staleVersion",
  too_late: "tooLate",
  idempotency_mismatch: "idempotencyMismatch",
  email_taken: "emailTaken",
  internal: "internal",
} as const satisfies Record<ErrorCode, string>;

/** Reasons that `slot_unavailable` gives and the catalogue words under `errors.why`. */
const WHY = [
  "not_accepting",
  "notice",
  "horizon",
  "outside_hours",
  "off_grid",
  "time_off",
  "holiday",
  "same_time",
  "not_proposed",
] as const;

/** A refusal as one sentence that says what to do. */
async function sentenceFor({ code, detail }: DomainError): Promise<string> {
  const t = await getTranslations("errors");
  const why = WHY.find((known) => known === detail.why);
  return why ? t(`why.${why}`) : t(`codes.${WORDS[code]}`);
}

/** A refusal as the answer to a form, with everything that was typed. */
export async function refusedForm(
  error: DomainError,
  values: Record<string, string>,
): Promise<RefusedForm> {
  const fields: FieldWords = (await getMessages()).errors.fields;
  const { alternatives, timeZone = "UTC", issues = [] } = error.detail;
  return {
    status: "error",
    code: error.code,
    message: await sentenceFor(error),
    values,
    fieldErrors: Object.fromEntries(
      issues.map(({ path, message }) => [path, fields[message] ?? message]),
    ),
    alternatives: (alternatives ?? []).map(({ startsAt }) => ({
      name: "startsAt",
      value: startsAt,
      label: `${formatDate(startsAt, timeZone)}, ${formatTime(startsAt, timeZone)}`,
    })),
  };
}
