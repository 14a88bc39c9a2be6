"use server";

import { revalidatePath } from "next/cache";
import { z } from "zod";
import { changeOwnNames } from "#lib/accounts/own.ts";
import { ownNamesSchema } from "#lib/accounts/schema.ts";
import { changeEmail } from "#lib/auth/email-change.ts";
import { disconnectClient } from "#lib/auth/oauth/connections.ts";
import { endOwnSession } from "#lib/auth/own-sessions.ts";
import { changePassword } from "#lib/auth/password-change.ts";
import { emailChangeSchema, passwordChangeSchema } from "#lib/auth/schema.ts";
import { currentSession } from "#lib/auth/session.ts";
import { DomainError } from "#lib/errors.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { provenOwner } from "#lib/web/proof.ts";
import { submit, submitAbout, submitOwn } from "#lib/web/submit.ts";

export async function changeOwnPassword(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, passwordChangeSchema, async (actor, input) => {
    const session = await currentSession();
    if (!session) throw new DomainError("unauthenticated");
    await changePassword(actor, input, session.sessionId, new Date());
    return "/account?done=password";
  });
}

export async function saveOwnNames(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, ownNamesSchema, async (actor, input) => {
    await changeOwnNames(actor, input);
    // The header, which the browser keeps, shows the name.
    revalidatePath("/", "layout");
    return "/account?done=names";
  });
}

export async function changeOwnEmail(_previous: FormState, form: FormData): Promise<FormState> {
  return submitOwn(form, emailChangeSchema, async (session, { email }) => {
    if (session.isHeld) throw new DomainError("second_factor_needed");
    const now = new Date();
    await changeEmail(await provenOwner(form, session, now), email, session.sessionId, now);
    return "/account?done=email";
  });
}

export async function endSession(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, z.object({}), async (actor, _input, { id }) => {
    await endOwnSession(actor, id);
    return "/account?done=session";
  });
}

export async function disconnect(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, z.object({}), async (actor, _input, { id }) => {
    await disconnectClient(actor, id, new Date());
    return "/account?done=disconnected";
  });
}
