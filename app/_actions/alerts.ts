"use server";

import { z } from "zod";
import { acknowledgeAlert } from "#lib/alerts/commands.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { submitAbout } from "#lib/web/submit.ts";

const nothing = z.strictObject({});

export async function acknowledge(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, nothing, async (actor, _input, { id }) => {
    await acknowledgeAlert(actor, id);
    return "/admin/alerts?done=acknowledged";
  });
}
