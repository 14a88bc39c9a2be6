import { getMessages, getTranslations } from "next-intl/server";
import type { Unavailable } from "../availability/rules.ts";
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

/** Every reason against a time, in words: those of the rules, and those of changes. */
const WHY = {
  not_accepting: "not_accepting",
  notice: "notice",
  horizon: "horizon",
  outside_hours: "outside_hours",
  off_grid: "off_grid",
  holiday: "holiday",
  time_off: "time_off",
  booked: "booked",
  held: "held",
  buffer: "buffer",
  same_time: "same_time",
  not_proposed: "not_proposed",
} as const satisfies Record<Unavailable | "same_time" | "not_proposed", string>;

const isWhy = (why: string | undefined): why is keyof typeof WHY => why !== undefined && why in WHY;

/** A refusal as one sentence that says what to do. */
async function sentenceFor({ code, detail }: DomainError): Promise<string> {
  const t = await getTranslations("errors");
  return isWhy(detail.why) ? t(`why.${detail.why}`) : t(`codes.${WORDS[code]}`);
}

/** Why a time cannot be had, for staff, who know what to do about it: a few words. */
export async function whyWords(why: Unavailable): Promise<string> {
  return (await getTranslations("errors"))(`whyShort.${why}`);
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
      issues.map(({ path, message }) => [path.replaceAll(".", ":"), fields[message] ?? message]),
    ),
    alternatives: (alternatives ?? []).map(({ startsAt }) => ({
      name: "startsAt",
      value: startsAt,
      label: `${formatDate(startsAt, timeZone)}, ${formatTime(startsAt, timeZone)}`,
    })),
  };
}
