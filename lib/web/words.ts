import { getMessages, getTranslations } from "next-intl/server";
import { currentZone } from "../auth/session.ts";
import type { NoRecord } from "../appointments/rules.ts";
import type { Unavailable } from "../availability/rules.ts";
import { formatMoment } from "../format.ts";
import type { DomainError, ErrorCode } from "../errors.ts";
import { wordMessage, type FieldWords, type Question, type RefusedForm } from "./form-state.ts";

/** Where each refusal is worded for people: keys of `errors.codes` in the catalogue. */
const WORDS = {
  unauthenticated: "unauthenticated",
  forbidden: "forbidden",
  insufficient_scope: "insufficientScope",
  not_found: "notFound",
  malformed: "malformed",
  method_not_allowed: "methodNotAllowed",
  unsupported_media_type: "unsupportedMediaType",
  invalid: "invalid",
  slot_taken: "slotTaken",
  slot_unavailable: "slotUnavailable",
  time_closed: "timeClosed",
  patient_busy: "patientBusy",
  too_many_requests_open: "tooManyRequestsOpen",
  illegal_transition: "illegalTransition",
  stale_version: "staleVersion",
  too_late: "tooLate",
  idempotency_mismatch: "idempotencyMismatch",
  email_taken: "emailTaken",
  account_kept: "accountKept",
  proof_needed: "proofNeeded",
  second_factor_needed: "secondFactorNeeded",
  account_changed: "accountChanged",
  too_many_requests: "tooManyRequests",
  unavailable: "unavailable",
  internal: "internal",
} as const satisfies Record<ErrorCode, string>;

/** Why a time cannot be had: keys of `errors.why`, and of `errors.obstacle` in two or three words. */
const OBSTACLES = {
  past: true,
  not_accepting: true,
  notice: true,
  horizon: true,
  outside_hours: true,
  off_grid: true,
  time_off: true,
  holiday: true,
  booked: true,
  held: true,
  buffer: true,
} as const satisfies Record<Unavailable, true>;
/** The rest of `errors.why`: no staff can overbook these. */
const WHY = { ...OBSTACLES, same_time: true, not_proposed: true, no_such_time: true } as const;

/** Why a time cannot be had, as one sentence; some are said otherwise to staff. */
export async function wordWhy(why: string | undefined, byStaff: boolean): Promise<string> {
  const t = await getTranslations("errors");
  if (why === "patient_busy") return t(byStaff ? "staff.patientBusy" : "codes.patientBusy");
  return isOne(WHY, why) ? t(`why.${why}`) : t("codes.slotUnavailable");
}

/** What stands in the way of a time, in two or three words, for whoever wants it all the same. */
export async function wordObstacle(why: string): Promise<string> {
  const t = await getTranslations("errors.obstacle");
  return isOne(OBSTACLES, why) ? t(why) : "";
}

function isOne<Known extends object>(
  known: Known,
  why: string | undefined,
): why is Extract<keyof Known, string> {
  return why !== undefined && Object.hasOwn(known, why);
}

/** What keeps an account as it is: keys of `errors.kept`. */
const KEPT = { closed: true, own: true, visits_ahead: true, second_factor: true } as const;

/** Why a practice is closed at a time: keys of `errors.closed`. */
const CLOSED = { outside_hours: true, time_off: true, holiday: true } as const;

/** Which limit of open requests is reached: keys of `errors.requestsOpen`. */
const REQUESTS_OPEN = { in_all: true, with_doctor: true, on_day: true, canceled: true } as const;

/** Why no record can be written about a visit: keys of `errors.noRecord`. */
const NO_RECORD = {
  visit_ahead: true,
  visit_canceled: true,
  visit_missed: true,
  visit_unanswered: true,
} as const satisfies Record<NoRecord, true>;

/** Why no record can be written about a visit, as one sentence that says what to do. */
export async function wordNoRecord(why: NoRecord): Promise<string> {
  return (await getTranslations("errors.noRecord"))(why);
}

/** A refusal as one sentence that says what to do. */
async function sentenceFor({ code, detail }: DomainError, byStaff: boolean): Promise<string> {
  const t = await getTranslations("errors");
  if (detail.asks) return t("codes.proofAsked");
  if (code === "slot_unavailable") return wordWhy(detail.why, byStaff);
  if (code === "patient_busy") return wordWhy(code, byStaff);
  if (code === "time_closed" && isOne(CLOSED, detail.why)) {
    return `${t(`closed.${detail.why}`)} ${t("codes.timeClosed")}`;
  }
  if (isOne(REQUESTS_OPEN, detail.why)) {
    return t(`requestsOpen.${detail.why}`, { count: detail.count ?? 1 });
  }
  if (isOne(NO_RECORD, detail.why)) return wordNoRecord(detail.why);
  if (isOne(KEPT, detail.why)) {
    return t(`kept.${detail.why}`, { count: detail.count ?? 1 });
  }
  return t(`codes.${WORDS[code]}`);
}

/** A refusal as the answer to a form, with everything that was typed. */
export async function refusedForm(
  error: DomainError,
  values: Record<string, string>,
  byStaff = false,
): Promise<RefusedForm> {
  const fields: FieldWords = (await getMessages()).errors.fields;
  const { alternatives, timeZone, startsAt: which, issues = [] } = error.detail;
  const moment = async (at: string) => formatMoment(at, timeZone ?? (await currentZone()));
  const sentence = await sentenceFor(error, byStaff);
  const questions = [
    ...(await proofQuestions(error.detail.asks ?? [])),
    ...(error.code === "time_closed" ? [await overrideQuestion(values["reason"])] : []),
  ];
  return {
    status: "error",
    code: error.code,
    message: which ? `${await moment(which)}: ${sentence}` : sentence,
    values,
    fieldErrors: Object.fromEntries(
      issues.map(({ path, message }) => [
        path.replaceAll(".", ":"),
        wordMessage(message, fields) ?? message,
      ]),
    ),
    alternatives: await Promise.all(
      (alternatives ?? []).map(async ({ startsAt }) => ({
        name: "startsAt",
        value: startsAt,
        label: await moment(startsAt),
      })),
    ),
    ...(questions.length > 0 && { questions }),
  };
}

/** The fields by which a form asks who the user is, after it was sent without them. */
async function proofQuestions(names: readonly string[]): Promise<Question[]> {
  const t = await getTranslations("auth.proof");
  const code = {
    label: t("code"),
    hint: t("codeHint"),
    secret: { autoComplete: "one-time-code", isVisible: true },
  };
  const password = {
    label: t("password"),
    hint: t("passwordHint"),
    secret: { autoComplete: "current-password" },
  };
  return names.map((name) => ({ name, ...(name === "_code" ? code : password), answer: "" }));
}

/** The field by which a form asks why a visit takes place although the practice is closed. */
async function overrideQuestion(written = ""): Promise<Question> {
  const t = await getTranslations("errors.closedReason");
  return { name: "reason", label: t("label"), hint: t("hint"), answer: written };
}

/** A complaint about one field, out of an address: a key of `errors.fields`; nothing for any other. */
export async function wordField(key: string): Promise<string | undefined> {
  const fields: FieldWords = (await getMessages()).errors.fields;
  return Object.hasOwn(fields, key) ? fields[key] : undefined;
}
