import { z } from "zod";
import { emptyIsNone, id, instant, localDay, optionalWords } from "../schema.ts";
import { STATUSES } from "./rules.ts";

export const bookingSchema = z.strictObject({
  doctorId: id,
  visitTypeId: id.optional(),
  startsAt: instant,
  reason: optionalWords(1000),
  /** Staff names the patient; a patient books for themselves. */
  patientId: id.optional(),
  /** Why staff takes a time against the rules; with it the visit is an overbooking. */
  overbookReason: optionalWords(1000),
});
export type BookingInput = z.output<typeof bookingSchema>;

/** What a link to the booking page names. */
export const previewSchema = bookingSchema.pick({
  doctorId: true,
  visitTypeId: true,
  startsAt: true,
});

export const approveSchema = z.strictObject({});

export const declineSchema = z.strictObject({
  reason: z.string().trim().min(1, "required").max(1000, "too_long"),
});

export const cancelSchema = z.strictObject({ reason: optionalWords(1000) });

export const rescheduleSchema = z.strictObject({
  startsAt: instant,
  reason: optionalWords(1000),
  overbookReason: optionalWords(1000),
});

/** One to three other times, in any order, each once. */
export const proposeSchema = z.strictObject({
  startsAt: z
    .array(instant)
    .min(1, "required")
    .max(3, "too_many")
    .refine((starts) => new Set(starts.map(Number)).size === starts.length, "overlap"),
  reason: optionalWords(1000),
});

export const acceptSchema = z.strictObject({ startsAt: instant });

/** What became of a visit. */
export const outcomeSchema = z.strictObject({ outcome: z.enum(["complete", "noShow"]) });

/** How lists of appointments are narrowed. Days are the clinic's, `to` included. */
export const appointmentFilterSchema = z.strictObject({
  status: emptyIsNone(z.enum(STATUSES)),
  from: emptyIsNone(localDay),
  to: emptyIsNone(localDay),
  doctor: emptyIsNone(id),
  patient: emptyIsNone(id),
  clinic: emptyIsNone(id),
  cursor: emptyIsNone(z.string().max(400)),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type AppointmentFilter = z.output<typeof appointmentFilterSchema>;
