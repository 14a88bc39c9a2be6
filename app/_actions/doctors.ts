"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { DomainError } from "#lib/errors.ts";
import { removePhoto } from "#lib/people/photos.ts";
import { changeProfile } from "#lib/people/profile.ts";
import { declineApplicationSchema, profileSchema } from "#lib/people/schema.ts";
import { declineDoctor, takeVerificationBack, verifyDoctor } from "#lib/people/verification.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { profilePage } from "#lib/web/profile-page.ts";
import { provenUser } from "#lib/web/proof.ts";
import { submitAbout } from "#lib/web/submit.ts";

const nothing = z.strictObject({});
const APPLICATIONS = "/admin/doctors/applications";

/** The page says how things stand, where a decision came too late: its form may be gone from there. */
async function orChanged(page: string, work: () => Promise<string>): Promise<string> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    if (error.detail.issues?.some(({ message }) => message === "visits_ahead")) {
      return `${page}?done=ahead`;
    }
    if (error.code !== "stale_version") throw error;
    return `${page}?done=changed`;
  }
}

export async function verify(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (_actor, _input, { id, version }) => {
    const firstVisitType = (await getTranslations("admin.applications"))("firstVisitType");
    const now = new Date();
    const proven = await provenUser(formData, "doctor.verify", now);
    return orChanged(APPLICATIONS, async () => {
      const decision = { now, expectedVersion: version, firstVisitType };
      await verifyDoctor(proven, id, decision);
      return `${APPLICATIONS}?done=verified`;
    });
  });
}

export async function declineApplication(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return submitAbout(
    formData,
    declineApplicationSchema,
    async (_actor, { reason }, { id, version }) => {
      const now = new Date();
      const proven = await provenUser(formData, "doctor.verify", now);
      return orChanged(APPLICATIONS, async () => {
        await declineDoctor(proven, id, { now, expectedVersion: version, reason });
        return `${APPLICATIONS}?done=declined`;
      });
    },
  );
}

export async function takeBack(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, { id, version }) => {
    const now = new Date();
    const proven = await provenUser(formData, "doctor.verify", now);
    return orChanged(profilePage(actor, id), async () => {
      await takeVerificationBack(proven, id, { now, expectedVersion: version });
      return `${APPLICATIONS}?done=takenBack`;
    });
  });
}

export async function saveProfile(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, profileSchema, async (actor, input, { id, version }) => {
    await changeProfile(actor, id, input, { now: new Date(), expectedVersion: version });
    // The header, which the browser keeps, shows the name.
    revalidatePath("/", "layout");
    return `${profilePage(actor, id)}?done=profile`;
  });
}

export async function dropPhoto(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, { id }) => {
    await removePhoto(actor, id);
    return `${profilePage(actor, id)}?done=drawn`;
  });
}
