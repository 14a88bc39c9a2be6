"use server";

import { getTranslations } from "next-intl/server";
import { z } from "zod";
import {
  closeAccount,
  disableAccount,
  enableAccount,
  endSessionsOf,
} from "#lib/accounts/commands.ts";
import { changeRetention } from "#lib/accounts/retention.ts";
import { closeSchema, retentionSchema } from "#lib/accounts/schema.ts";
import { reauthenticate } from "#lib/auth/reauthentication.ts";
import { currentSession } from "#lib/auth/session.ts";
import { DomainError } from "#lib/errors.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { pairOf } from "#lib/web/form-subject.ts";
import { submitAbout } from "#lib/web/submit.ts";

const nothing = z.strictObject({});

/** The page of an account that shows what was just done. */
const shown = (id: string, done: string) => `/admin/users/${id}?done=${done}`;

export async function closeOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, closeSchema, async (_actor, { name, current }, { id }) => {
    const session = await currentSession();
    if (!session) throw new DomainError("unauthenticated");
    const now = new Date();
    const proven = await reauthenticate(session, "account.close", current, now);
    const reason = (await getTranslations("admin.close"))("reason");
    await closeAccount(proven, id, { name }, { now, reason });
    return shown(id, "closed");
  });
}

export async function disableOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, { id }) => {
    await disableAccount(actor, id, new Date());
    return shown(id, "disabled");
  });
}

export async function enableOne(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, { id }) => {
    await enableAccount(actor, id, new Date());
    return shown(id, "enabled");
  });
}

/** `_id` names the account and the session: `<account>/<session>`. */
export async function endOneSession(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, meta) => {
    const [id, sessionId] = pairOf(meta.id);
    await endSessionsOf(actor, id, { sessionId });
    return shown(id, "session");
  });
}

export async function endAllSessions(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, { id }) => {
    await endSessionsOf(actor, id, "all");
    return shown(id, "sessions");
  });
}

export async function saveRetention(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, retentionSchema, async (actor, input, { id }) => {
    await changeRetention(actor, id, input);
    return "/admin/clinics?done=saved";
  });
}
