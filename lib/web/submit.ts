import { getMessages, getTranslations } from "next-intl/server";
import { headers } from "next/headers";
import { redirect } from "next/navigation";
import type { z } from "zod";
import type { UserActor } from "../access/actor.ts";
import { noteRoleRefusal } from "../access/refusals.ts";
import { foreignPost } from "../auth/same-origin.ts";
import { currentAnySession } from "../auth/session.ts";
import { unlessHeld, type FoundSession } from "../auth/session-store.ts";
import { isOutage } from "../db-errors.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { reportFailure } from "../log.ts";
import { reportRefusalOf } from "../refusal-log.ts";
import {
  fieldErrorsOf,
  formMeta,
  formValues,
  type FormMeta,
  type FormState,
  type RefusedForm,
} from "./form-state.ts";
import { leaveForeignForm, requireOwner } from "./form-owner.ts";
import { subjectOf, subjectTextOf } from "./form-subject.ts";
import { refusedForm } from "./words.ts";

const SECRET = /^(password|current|code)$/;

/** A form that cannot go on before something is decided. */
export type Asked = Pick<RefusedForm, "code" | "message" | "questions" | "fieldErrors">;

/** A form that is answered on its own page: what was asked for is not kept in an address. */
export type Told = Extract<FormState, { status: "done" }>;

/** More fields than the longest form has: hours of a hundred blocks, or a decision on each visit. */
const MAX_FIELDS = 2_000;

/**
 * Answers the post of a form: finds the user by the session, parses what was typed, runs `work`, and
 * redirects to the page that `work` returns, or answers with what it asks or tells. After every failure
 * the answer contains what was typed. Only a form that another account had opened comes to nothing: it
 * leads to a page that says so, because what was typed is not for the user who is signed in now.
 */
export async function submit<Schema extends z.ZodType>(
  formData: FormData,
  schema: Schema,
  work: (
    actor: UserActor,
    input: z.output<Schema>,
    meta: FormMeta,
  ) => Promise<string | Asked | Told>,
  user = postingUser,
): Promise<FormState> {
  if ([...formData.keys()].length > MAX_FIELDS) return refusedForm(new DomainError("invalid"), {});
  const typed = formValues(formData);
  // What comes back to the page; a secret does not.
  const values = Object.fromEntries(Object.entries(typed).filter(([name]) => !SECRET.test(name)));
  let next: string | Asked | Told;
  let actor: UserActor | undefined;
  try {
    actor = await user();
    requireOwner(actor, formData);
    const parsed = schema.safeParse(typed);
    if (!parsed.success) return await invalidForm(parsed.error, values);
    next = await work(actor, parsed.data, formMeta(formData));
  } catch (error) {
    if (error instanceof DomainError) {
      reportRefusalOf(error, actor);
      await noteRoleRefusal(actor, error, subjectTextOf(formData));
      if (error.code === "account_changed") leaveForeignForm();
      return refusedForm(error, values, actor !== undefined && actor.role !== "patient");
    }
    if (isOutage(error)) {
      reportFailure(error);
      return refusedForm(new DomainError("unavailable"), values);
    }
    const t = await getTranslations("errors.broken");
    const message = t("withCode", { code: reportFailure(error) });
    return { status: "error", code: "internal", message, values };
  }
  if (typeof next === "string") redirect(next);
  return "status" in next ? next : { status: "error", ...next, values };
}

/**
 * Does the same as `submit` for the forms by which a user sets up a second factor: also for a session that
 * is held until they have one.
 */
export async function submitOwn<Schema extends z.ZodType>(
  formData: FormData,
  schema: Schema,
  work: (session: FoundSession, input: z.output<Schema>) => Promise<string | Asked | Told>,
): Promise<FormState> {
  const actor = async () => (await postingSession()).actor;
  return submit(
    formData,
    schema,
    async (_actor, input) => work(await postingSession(), input),
    actor,
  );
}

/** What a form carries that is about something. */
export type SubjectMeta = FormMeta & { id: string };

/**
 * Does the same as `submit` for a form that is about something: its `_id` becomes `meta.id`, and a form
 * without one is answered with `not_found`.
 */
export function submitAbout<Schema extends z.ZodType>(
  formData: FormData,
  schema: Schema,
  work: (
    actor: UserActor,
    input: z.output<Schema>,
    meta: SubjectMeta,
  ) => Promise<string | Asked | Told>,
): Promise<FormState> {
  return submit(formData, schema, (actor, input, meta) =>
    work(actor, input, { ...meta, id: subjectOf(formData) }),
  );
}

async function invalidForm(error: z.ZodError, values: Record<string, string>): Promise<FormState> {
  const t = await getTranslations("ui.form");
  const fieldErrors = fieldErrorsOf(error, (await getMessages()).errors.fields);
  return { status: "error", code: "invalid", message: t("check"), values, fieldErrors };
}

/**
 * Returns the user who posts, by the session. Rejects posts from other sites.
 *
 * @throws DomainError `forbidden`, `unauthenticated`, `second_factor_needed`
 */
export async function postingUser(): Promise<UserActor> {
  const session = await postingSession();
  if (!unlessHeld(session)) throw new DomainError("second_factor_needed");
  return session.actor;
}

/** The same for the forms by which a second factor is set up, with the whole session. */
export async function postingSession(): Promise<FoundSession> {
  if (foreignPost(await headers(), env().APP_URL) === "origin") throw new DomainError("forbidden");
  const session = await currentAnySession();
  if (!session) throw new DomainError("unauthenticated");
  return session;
}
