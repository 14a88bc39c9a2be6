"use server";

import { z } from "zod";
import type { UserActor } from "#lib/access/actor.ts";
import { changeBookingRules, replaceVisitTypes } from "#lib/schedules/booking-rules.ts";
import { addHoliday, removeHoliday } from "#lib/schedules/holidays.ts";
import { replaceWorkingHours } from "#lib/schedules/hours.ts";
import {
  bookingRulesSchema,
  holidayFormSchema,
  hoursFormSchema,
  timeOffFormSchema,
  visitTypesFormSchema,
} from "#lib/schedules/schema.ts";
import { addTimeOff, removeTimeOff } from "#lib/schedules/time-off.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { pairOf } from "#lib/web/form-subject.ts";
import { changeOrAsk } from "#lib/web/impact.ts";
import { submitAbout } from "#lib/web/submit.ts";

const nothing = z.strictObject({});

/** The page of a schedule that shows what was just done. */
const shown = (actor: UserActor, doctorId: string, part: string, done: string) =>
  actor.role === "doctor"
    ? `/doctor/availability${part}?done=${done}`
    : `/admin/doctors/${doctorId}/availability${part}?done=${done}`;

export async function saveHours(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, hoursFormSchema, async (actor, input, { id, version }) => {
    const { blocks, decisions: decided, told } = input;
    const change = { now: new Date(), expectedVersion: version, reason: told, ask: true };
    const asked = await changeOrAsk(
      (decisions) => replaceWorkingHours(actor, id, { blocks }, { ...change, decisions }),
      decided,
    );
    return asked ?? shown(actor, id, "", "hours");
  });
}

export async function saveTimeOff(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, timeOffFormSchema, async (actor, input, { id, version }) => {
    const { decisions: decided, told, ...timeOff } = input;
    const change = { now: new Date(), expectedVersion: version, reason: told, ask: true };
    const asked = await changeOrAsk(
      (decisions) => addTimeOff(actor, id, timeOff, { ...change, decisions }),
      decided,
    );
    return asked ?? shown(actor, id, "/time-off", "away");
  });
}

/** `_id` names the practitioner and the entry: `<doctor>/<time off>`. */
export async function dropTimeOff(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, meta) => {
    const [doctorId, id] = pairOf(meta.id);
    await removeTimeOff(actor, doctorId, id, { now: new Date() });
    return shown(actor, doctorId, "/time-off", "back");
  });
}

export async function saveVisitTypes(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, visitTypesFormSchema, async (actor, input, { id, version }) => {
    await replaceVisitTypes(actor, id, input, { now: new Date(), expectedVersion: version });
    return shown(actor, id, "/visit-types", "types");
  });
}

export async function saveRules(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, bookingRulesSchema, async (actor, input, { id, version }) => {
    await changeBookingRules(actor, id, input, { now: new Date(), expectedVersion: version });
    return shown(actor, id, "/rules", "rules");
  });
}

export async function saveHoliday(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, holidayFormSchema, async (actor, input, { id }) => {
    const { decisions: decided, told, ...holiday } = input;
    const change = { now: new Date(), reason: told, ask: true };
    const asked = await changeOrAsk(
      (decisions) => addHoliday(actor, id, holiday, { ...change, decisions }),
      decided,
    );
    return asked ?? "/admin/holidays?done=closed";
  });
}

/** `_id` names the clinic and the entry: `<clinic>/<holiday>`. */
export async function dropHoliday(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, nothing, async (actor, _input, meta) => {
    const [clinicId, id] = pairOf(meta.id);
    await removeHoliday(actor, clinicId, id, { now: new Date() });
    return "/admin/holidays?done=opened";
  });
}
