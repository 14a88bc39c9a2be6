"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import {
  changeAccount,
  closeAccount,
  enableAccount,
  endSessionsOf,
  resetSecondFactor,
} from "#lib/accounts/commands.ts";
import { changeRetention } from "#lib/accounts/retention.ts";
import {
  closeSchema,
  confirmSchema,
  correctionSchema,
  disableFormSchema,
  outcomePeriodSchema,
  retentionSchema,
} from "#lib/accounts/schema.ts";
import { safePath } from "#lib/auth/callback-url.ts";
import { given } from "#lib/given.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { disableOrAsk } from "#lib/web/disable.ts";
import { pairOf } from "#lib/web/form-subject.ts";
import { provenUser } from "#lib/web/proof.ts";
import { submit, submitAbout } from "#lib/web/submit.ts";

const nothing = z.strictObject({});

/** The page of an account that shows what was just done. */
const shown = (id: string, done: string) => `/admin/users/${id}?done=${done}`;

/** The session remembers the proof, which the page that is gone to asks for. */
export async function confirmOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, confirmSchema, async (_actor, { callbackUrl }) => {
    await provenUser(formData, "record.export", new Date());
    return safePath(callbackUrl) ?? "/admin";
  });
}

export async function closeOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, closeSchema, async (_actor, { name }, { id }) => {
    const now = new Date();
    const proven = await provenUser(formData, "account.close", now);
    const reason = (await getTranslations("admin.close"))("reason");
    await closeAccount(proven, id, { name }, { now, reason });
    return shown(id, "closed");
  });
}

export async function correctOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, correctionSchema, async (_actor, input, { id }) => {
    const now = new Date();
    await changeAccount(await provenUser(formData, "account.correct", now), id, given(input), now);
    return shown(id, "corrected");
  });
}

/** Asks first what becomes of the appointments ahead, if there are any. */
export async function disableOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(
    formData,
    disableFormSchema,
    async (_actor, { ahead, aheadReason }, { id }) => {
      const now = new Date();
      const proven = await provenUser(formData, "account.disable", now);
      return disableOrAsk(proven, id, { ...ahead, reason: aheadReason }, now);
    },
  );
}

export async function enableOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (_actor, _input, { id }) => {
    const now = new Date();
    await enableAccount(await provenUser(formData, "account.disable", now), id, now);
    return shown(id, "enabled");
  });
}

/** `_id` names the account and the session: `<account>/<session>`. */
export async function endOneSession(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (_actor, _input, meta) => {
    const now = new Date();
    const [id, sessionId] = pairOf(meta.id);
    const proven = await provenUser(formData, "account.end-sessions", now);
    await endSessionsOf(proven, id, { sessionId }, now);
    return shown(id, "session");
  });
}

export async function endAllSessions(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (_actor, _input, { id }) => {
    const now = new Date();
    const proven = await provenUser(formData, "account.end-sessions", now);
    await endSessionsOf(proven, id, "all", now);
    return shown(id, "sessions");
  });
}

export async function resetFactor(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (_actor, _input, { id }) => {
    const now = new Date();
    const proven = await provenUser(formData, "account.reset-factor", now);
    await resetSecondFactor(proven, id, now);
    return shown(id, "factor");
  });
}

export async function saveRetention(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, retentionSchema, async (_actor, input, { id }) => {
    const now = new Date();
    await changeRetention(await provenUser(formData, "retention.change", now), id, input, now);
    return "/admin/clinics?done=saved";
  });
}

export async function saveOutcomePeriod(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return submitAbout(formData, outcomePeriodSchema, async (_actor, input, { id }) => {
    const now = new Date();
    await changeRetention(await provenUser(formData, "retention.change", now), id, input, now);
    return "/admin/clinics?done=outcomes";
  });
}
