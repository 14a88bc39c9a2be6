"use server";

import { bookAppointment } from "#lib/appointments/book.ts";
import { changeStatus } from "#lib/appointments/commands.ts";
import { rescheduleAppointment } from "#lib/appointments/reschedule.ts";
import {
  approveSchema,
  bookingSchema,
  cancelSchema,
  declineSchema,
  outcomeSchema,
  rescheduleSchema,
} from "#lib/appointments/schema.ts";
import type { UserActor } from "#lib/access/actor.ts";
import type { FormState } from "#lib/web/form-state.ts";
import { submit } from "#lib/web/submit.ts";

/** Where an appointment is shown to the actor, with word of what was just done. */
const shown = (actor: UserActor, id: string, done: string) =>
  `/${actor.role}/appointments/${id}?done=${done}`;

export async function book(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, bookingSchema, async (actor, input, { key }) => {
    const options = { now: new Date(), idempotencyKey: key };
    const { id, status } = await bookAppointment(actor, input, options);
    return shown(actor, id, status === "confirmed" ? "booked" : "requested");
  });
}

export async function approve(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, approveSchema, async (actor, _input, { id, version }) => {
    await changeStatus(actor, id, "approve", { now: new Date(), expectedVersion: version });
    return shown(actor, id, "approved");
  });
}

export async function decline(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, declineSchema, async (actor, { reason }, { id, version }) => {
    const change = { now: new Date(), reason, expectedVersion: version };
    await changeStatus(actor, id, "decline", change);
    return shown(actor, id, "declined");
  });
}

export async function cancel(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, cancelSchema, async (actor, { reason }, { id, version }) => {
    const change = { now: new Date(), reason, expectedVersion: version };
    await changeStatus(actor, id, "cancel", change);
    return shown(actor, id, "canceled");
  });
}

export async function reschedule(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, rescheduleSchema, async (actor, input, { id, version }) => {
    const change = { now: new Date(), reason: input.reason, expectedVersion: version };
    await rescheduleAppointment(actor, id, input.startsAt, change);
    return shown(actor, id, "moved");
  });
}

export async function recordOutcome(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, outcomeSchema, async (actor, { outcome }, { id, version }) => {
    await changeStatus(actor, id, outcome, { now: new Date(), expectedVersion: version });
    return shown(actor, id, outcome);
  });
}
