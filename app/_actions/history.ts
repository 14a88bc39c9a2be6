"use server";

import { z } from "zod";
import type { UserActor } from "#lib/access/actor.ts";
import { addEntry, changeEntry, removeEntry, restoreEntry } from "#lib/history/commands.ts";
import { entryChangeSchema, entrySchema } from "#lib/history/schema.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { pairOf } from "#lib/web/form-subject.ts";
import { submitAbout } from "#lib/web/submit.ts";

const nothing = z.strictObject({});

/** The history that was changed, with word of what was just done. */
const shown = (actor: UserActor, patientId: string, done: string) =>
  actor.role === "patient"
    ? `/patient/history?done=${done}`
    : `/doctor/patients/${patientId}/history?done=${done}`;

export async function addToHistory(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, entrySchema, async (actor, input, { id }) => {
    await addEntry(actor, id, input, { now: new Date() });
    return shown(actor, id, "added");
  });
}

/** `_id` names the patient and the entry: `<patient>/<entry>`. */
export async function changeHistory(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, entryChangeSchema, async (actor, change, meta) => {
    const [patientId, id] = pairOf(meta.id);
    const options = { now: new Date(), expectedVersion: meta.version };
    await changeEntry(actor, patientId, id, change, options);
    return shown(actor, patientId, "changed");
  });
}

/** `_id` as above. The page that follows offers to put the entry back. */
export async function removeFromHistory(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, meta) => {
    const [patientId, id] = pairOf(meta.id);
    const options = { now: new Date(), expectedVersion: meta.version };
    await removeEntry(actor, patientId, id, options);
    return `${shown(actor, patientId, "removed")}&undo=${id}`;
  });
}

/** `_id` names the patient and the entry as well. */
export async function restoreToHistory(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, meta) => {
    const [patientId, id] = pairOf(meta.id);
    await restoreEntry(actor, id, { now: new Date() });
    return shown(actor, patientId, "restored");
  });
}
