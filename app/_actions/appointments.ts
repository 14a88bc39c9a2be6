"use server";

import type { z } from "zod";
import { bookAppointment } from "#lib/appointments/book.ts";
import { changeStatus } from "#lib/appointments/commands.ts";
import { recordOutcomes } from "#lib/appointments/outcomes.ts";
import { getAppointment } from "#lib/appointments/queries.ts";
import { acceptProposal, proposeTimes } from "#lib/appointments/propose.ts";
import { changeRequestLimits } from "#lib/appointments/request-limit.ts";
import { rescheduleAppointment } from "#lib/appointments/reschedule.ts";
import {
  acceptSchema,
  approveSchema,
  bookingSchema,
  cancelSchema,
  declineSchema,
  outcomeSchema,
  outcomesFormSchema,
  overbookMoveSchema,
  overbookSchema,
  proposeFormSchema,
  requestLimitsSchema,
  rescheduleSchema,
  type BookingInput,
} from "#lib/appointments/schema.ts";
import type { Event } from "#lib/appointments/rules.ts";
import type { UserActor } from "#lib/access/actor.ts";
import { DomainError, type ErrorCode } from "#lib/errors.ts";
import type { FormMeta, FormState } from "#lib/web/form-state.ts";
import { withParams } from "#lib/web/search-params.ts";
import { submit, submitAbout, type SubjectMeta } from "#lib/web/submit.ts";

/** Where an appointment is shown to the actor, with word of what was just done. */
const shown = (actor: UserActor, id: string, done: string) =>
  `/${actor.role}/appointments/${id}?done=${done}`;

/**
 * As `submit`, for an answer to an appointment as it stood on the page. Where it allows no such
 * answer any more its page has no form either that could say so: then the page itself does.
 */
async function answer<Schema extends z.ZodType>(
  event: Event,
  formData: FormData,
  schema: Schema,
  work: (actor: UserActor, input: z.output<Schema>, meta: SubjectMeta) => Promise<string>,
): Promise<FormState> {
  return submitAbout(formData, schema, async (actor, input, meta) => {
    try {
      return await work(actor, input, meta);
    } catch (error) {
      if (!(error instanceof DomainError) || !PAST.has(error.code)) throw error;
      const { appointment } = await getAppointment(actor, meta.id, new Date());
      if (appointment.permits[event]) throw error;
      return shown(actor, meta.id, "changed");
    }
  });
}

const PAST = new Set<ErrorCode>(["stale_version", "illegal_transition"]);

export async function book(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, bookingSchema.omit({ overbookReason: true }), add);
}

export async function overbook(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, overbookSchema, add);
}

async function add(actor: UserActor, input: BookingInput, { key }: FormMeta): Promise<string> {
  const options = { now: new Date(), idempotencyKey: key };
  const { id, status } = await bookAppointment(actor, input, options);
  return shown(actor, id, status === "confirmed" ? "booked" : "requested");
}

export async function approve(_previous: FormState, formData: FormData): Promise<FormState> {
  return answer(
    "approve",
    formData,
    approveSchema,
    async (actor, { reason }, { id, version, key }) => {
      const change = { now: new Date(), reason, expectedVersion: version, idempotencyKey: key };
      await changeStatus(actor, id, "approve", change);
      return shown(actor, id, "approved");
    },
  );
}

export async function decline(_previous: FormState, formData: FormData): Promise<FormState> {
  return answer(
    "decline",
    formData,
    declineSchema,
    async (actor, { reason }, { id, version, key }) => {
      const change = { now: new Date(), reason, expectedVersion: version, idempotencyKey: key };
      await changeStatus(actor, id, "decline", change);
      return shown(actor, id, "declined");
    },
  );
}

export async function cancel(_previous: FormState, formData: FormData): Promise<FormState> {
  return answer(
    "cancel",
    formData,
    cancelSchema,
    async (actor, { reason }, { id, version, key }) => {
      const change = { now: new Date(), reason, expectedVersion: version, idempotencyKey: key };
      await changeStatus(actor, id, "cancel", change);
      return shown(actor, id, "canceled");
    },
  );
}

export async function reschedule(_previous: FormState, formData: FormData): Promise<FormState> {
  return answer("reschedule", formData, rescheduleSchema.omit({ overbookReason: true }), move);
}

export async function overbookMove(_previous: FormState, formData: FormData): Promise<FormState> {
  return answer("reschedule", formData, overbookMoveSchema, move);
}

async function move(
  actor: UserActor,
  { startsAt, ...reasons }: z.output<typeof rescheduleSchema>,
  { id, version, key }: SubjectMeta,
): Promise<string> {
  const change = { now: new Date(), ...reasons, expectedVersion: version, idempotencyKey: key };
  await rescheduleAppointment(actor, id, startsAt, change);
  return shown(actor, id, "moved");
}

export async function propose(_previous: FormState, formData: FormData): Promise<FormState> {
  const state = await answer(
    "propose",
    formData,
    proposeFormSchema,
    async (actor, { startsAt, reason }, { id, version, key }) => {
      const change = { now: new Date(), reason, expectedVersion: version, idempotencyKey: key };
      await proposeTimes(actor, id, startsAt, change);
      return shown(actor, id, "proposed");
    },
  );
  return withoutAlternatives(state);
}

export async function accept(_previous: FormState, formData: FormData): Promise<FormState> {
  const state = await answer(
    "accept",
    formData,
    acceptSchema,
    async (actor, { startsAt }, { id, version, key }) => {
      const change = { now: new Date(), expectedVersion: version, idempotencyKey: key };
      await acceptProposal(actor, id, startsAt, change);
      return shown(actor, id, "booked");
    },
  );
  return withoutAlternatives(state);
}

/** Another time is no answer where a choice of several, or one that was offered, is asked for. */
function withoutAlternatives(state: FormState): FormState {
  return state.status === "error" ? { ...state, alternatives: [] } : state;
}

export async function recordOutcome(_previous: FormState, formData: FormData): Promise<FormState> {
  return submitAbout(formData, outcomeSchema, async (actor, { outcome }, { id, version, key }) => {
    const change = { now: new Date(), expectedVersion: version, idempotencyKey: key };
    const { patient } = await changeStatus(actor, id, outcome, change);
    // A visit that took place leads into its record, unless there is one.
    if (outcome === "complete" && actor.role === "doctor") {
      const { records, treated } = await getAppointment(actor, id, change.now);
      if (treated && records.length === 0) {
        return `/doctor/patients/${patient.id}/record?about=${id}&done=completed`;
      }
    }
    return shown(actor, id, outcome);
  });
}

/** The page that follows names those that could not be recorded, of which the first 20 fit into an address. */
export async function recordSeveral(_previous: FormState, formData: FormData): Promise<FormState> {
  return submit(formData, outcomesFormSchema, async (actor, { outcome, visits }) => {
    const { recorded, failed } = await recordOutcomes(actor, outcome, visits, new Date());
    return withParams(`/${actor.role}/outcomes`, {
      done: outcome,
      count: String(recorded),
      ...(failed.length > 0 && { failed: failed.slice(0, 20).join(",") }),
    });
  });
}

export async function saveRequestLimits(
  _previous: FormState,
  formData: FormData,
): Promise<FormState> {
  return submitAbout(formData, requestLimitsSchema, async (actor, limits, { id }) => {
    await changeRequestLimits(actor, id, limits);
    return "/admin/clinics?done=limits";
  });
}
