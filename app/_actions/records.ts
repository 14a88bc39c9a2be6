"use server";

import { z } from "zod";
import { removeAttachment } from "#lib/attachments/commands.ts";
import { openEmergencyAccessByName } from "#lib/emergency/commands.ts";
import { emergencyFormSchema } from "#lib/emergency/schema.ts";
import { prescribedAgainst } from "#lib/records/allergies.ts";
import { amendRecord, retractRecord, writeRecord } from "#lib/records/commands.ts";
import { dropDraft } from "#lib/records/drafts.ts";
import { recordFormSchema, retractSchema, type RecordForm } from "#lib/records/schema.ts";
import type { UserActor } from "#lib/access/actor.ts";
import { askAboutAllergies } from "#lib/web/allergies.ts";
import { keepDraft } from "#lib/web/draft.ts";
import { askWhichNamesake } from "#lib/web/namesakes.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { pairOf } from "#lib/web/form-subject.ts";
import { isId } from "#lib/schema.ts";
import { submit, submitAbout, type Asked } from "#lib/web/submit.ts";

export async function writeNewRecord(_previous: FormState, formData: FormData): Promise<FormState> {
  if (formData.has("_draft")) return keptAsDraft(formData, "new");
  return submitAbout(
    formData,
    recordFormSchema,
    async (actor, { confirmed, ...content }, { id, key }) => {
      const [patientId, subjectId] = pairOf(id);
      const asked = await askFirst(actor, patientId, content, confirmed);
      if (asked) return asked;
      const visit = subjectId === patientId ? {} : { appointmentId: subjectId };
      const record = { ...content, ...visit };
      const options = { now: new Date(), id: key !== undefined && isId(key) ? key : undefined };
      const { id: written } = await writeRecord(actor, patientId, record, options);
      return `/doctor/records/${written}?done=written`;
    },
  );
}

export async function changeRecord(_previous: FormState, formData: FormData): Promise<FormState> {
  if (formData.has("_draft")) return keptAsDraft(formData, "change");
  return submitAbout(
    formData,
    recordFormSchema,
    async (actor, { confirmed, ...content }, { id, version }) => {
      const [patientId, subjectId] = pairOf(id);
      const asked = await askFirst(actor, patientId, content, confirmed);
      if (asked) return asked;
      // What the form leaves empty is taken out.
      const change = {
        ...content,
        diagnosisCode: content.diagnosisCode ?? null,
        notes: content.notes ?? null,
      };
      const options = { now: new Date(), expectedVersion: version };
      await amendRecord(actor, subjectId, change, options);
      return `/doctor/records/${subjectId}?done=changed`;
    },
  );
}

/** A prescription that an allergy speaks against is asked about once. */
async function askFirst(
  actor: UserActor,
  patientId: string,
  { prescriptions }: Pick<RecordForm, "prescriptions">,
  confirmed: RecordForm["confirmed"],
): Promise<Asked | null> {
  if (confirmed === "yes") return null;
  const against = await prescribedAgainst(actor, patientId, prescriptions);
  return against.length > 0 ? askAboutAllergies(against) : null;
}

export async function retract(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, retractSchema, async (actor, { reason }, { id, version }) => {
    await retractRecord(actor, id, reason, { now: new Date(), expectedVersion: version });
    return `/${actor.role}/records/${id}?done=retracted`;
  });
}

/** Without JavaScript a button does it. */
async function keptAsDraft(formData: FormData, form: "new" | "change"): Promise<FormState> {
  return submitAbout(formData, z.unknown(), async (actor, _input, { id }) => {
    const [patientId, subjectId] = pairOf(id);
    const kept = await keepDraft(actor, formData);
    return withDone(formOf(form, patientId, subjectId), kept ? "draft" : "notKept");
  });
}

/** The page of the form in which something is written anew or changed. */
const formOf = (form: "new" | "change", patientId: string, subjectId: string) =>
  form === "new"
    ? `/doctor/patients/${patientId}/record?about=${subjectId}`
    : `/doctor/records/${subjectId}/change`;

const withDone = (path: string, done: string) =>
  `${path}${path.includes("?") ? "&" : "?"}done=${done}`;

const draftSchema = z.strictObject({ form: z.enum(["new", "change"]) });

export async function throwDraftAway(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, draftSchema, async (actor, { form }, { id }) => {
    const [patientId, subjectId] = pairOf(id);
    await dropDraft(actor, subjectId);
    return formOf(form, patientId, subjectId);
  });
}

export async function takeAttachmentOff(_previous: FormState, form: FormData): Promise<FormState> {
  return submitAbout(form, z.strictObject({}), async (actor, _input, { id }) => {
    const recordId = await removeAttachment(actor, id, new Date());
    return `/doctor/records/${recordId}?done=detached`;
  });
}

export async function openInEmergency(_previous: FormState, form: FormData): Promise<FormState> {
  return submit(form, emergencyFormSchema, async (actor, input) => {
    const answer = await openEmergencyAccessByName(actor, input);
    return "opened" in answer
      ? `/doctor/patients/${answer.opened.patientId}`
      : askWhichNamesake(answer.choose);
  });
}
