"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { updateProfile } from "#lib/patients/commands.ts";
import { revealInsuranceNumber } from "#lib/patients/queries.ts";
import { profileFormSchema } from "#lib/patients/schema.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { submitAbout } from "#lib/web/submit.ts";

export async function saveProfile(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, profileFormSchema, async (actor, change, { id, version }) => {
    await updateProfile(actor, id, change, { now: new Date(), expectedVersion: version });
    // The header, which the browser keeps, shows the name.
    revalidatePath("/", "layout");
    return actor.role === "patient"
      ? "/patient/profile?done=saved"
      : `/admin/patients/${id}/profile?done=saved`;
  });
}

/** Told on the page that asked, and nowhere else: no address and no history holds the number. */
export async function showInsuranceNumber(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return submitAbout(formData, z.strictObject({}), async (actor, _input, { id }) => {
    const number = await revealInsuranceNumber(actor, id);
    const t = await getTranslations("patients.facts");
    return { status: "done", message: t("shown", { number }) };
  });
}
