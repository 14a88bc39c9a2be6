import type { UserActor } from "../access/actor.ts";
import { noteRoleRefusal } from "../access/refusals.ts";
import { DomainError } from "../errors.ts";
import { formatClock } from "../format.ts";
import { reportFailure } from "../log.ts";
import { saveDraft } from "../records/drafts.ts";
import { formMeta, formValues } from "./form-state.ts";
import { requireOwner } from "./form-owner.ts";
import { pairOf, subjectOf, subjectTextOf } from "./form-subject.ts";
import { problemOf } from "./problem.ts";
import { postingUser } from "./submit.ts";

// `_id` of the form of a record names patient and subject: `<patient>/<visit, record or patient>`.

/**
 * The post by which a browser keeps what somebody types into the form of a record (`/doctor/draft`).
 * A route and no server action, since it outlives the page that sends it. Answers with the time.
 */
export async function receiveDraft(request: Request): Promise<Response> {
  try {
    const actor = await postingUser();
    const form = await request.formData().catch(() => new FormData());
    const saved = await saveOwn(actor, form).catch(async (error: unknown) => {
      await noteRoleRefusal(actor, error, subjectTextOf(form));
      throw error;
    });
    return new Response(saved, { headers: { "cache-control": "no-store" } });
  } catch (error) {
    return problemOf(error);
  }
}

async function saveOwn(actor: UserActor, form: FormData): Promise<string> {
  requireOwner(actor, form);
  return save(actor, form);
}

/** Keeps a draft for a browser without JavaScript, where a button does it. Returns whether it was kept. */
export async function keepDraft(actor: UserActor, form: FormData): Promise<boolean> {
  try {
    await save(actor, form);
    return true;
  } catch (error) {
    if (!(error instanceof DomainError)) reportFailure(error);
    return false;
  }
}

/** Gives when it was kept, as a person reads it. */
async function save(actor: UserActor, form: FormData): Promise<string> {
  const { version } = formMeta(form);
  const [patientId, subjectId] = pairOf(subjectOf(form));
  const now = new Date();
  const subject = { id: subjectId, patientId, version };
  const { timeZone } = await saveDraft(actor, subject, formValues(form), now);
  return formatClock(now, timeZone);
}
