"use server";

import { z } from "zod";
import { disconnectClient } from "#lib/auth/oauth/connections.ts";
import { endOwnSession } from "#lib/auth/own-sessions.ts";
import { changePassword } from "#lib/auth/password-change.ts";
import { passwordChangeSchema } from "#lib/auth/schema.ts";
import { currentSession } from "#lib/auth/session.ts";
import { DomainError } from "#lib/errors.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { submit, submitAbout } from "#lib/web/submit.ts";

export async function changeOwnPassword(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, passwordChangeSchema, async (actor, input) => {
    const session = await currentSession();
    if (!session) throw new DomainError("unauthenticated");
    await changePassword(actor, input, session.sessionId, new Date());
    return "/account?done=password";
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
