import { z } from "zod";
import {
  clockTime,
  cursor,
  dayOrInstant,
  emptyIsNone,
  id,
  instant,
  localDay,
  nested,
  optionalWords,
  pageSize,
  requiredWords,
  wholeNumber,
} from "../schema.ts";
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

/** A time that somebody asks for: an instant, or what the clinic's calendar and clocks show. */
export const askedTimeSchema = z.union([
  z.object({ startsAt: instant }),
  z.object({ day: localDay, time: clockTime }),
]);
export type AskedTime = z.output<typeof askedTimeSchema>;

/** The steps of adding a visit that an address names. */
export const deskSchema = z.object({
  q: z.string().trim().max(100, "too_long").optional(),
  patient: emptyIsNone(id),
  doctor: emptyIsNone(id),
  visitType: emptyIsNone(id),
  day: emptyIsNone(localDay),
});
export type DeskInput = z.output<typeof deskSchema> & { asked?: AskedTime | undefined };

/** The reason says why a visit takes place although the practice is closed at its time. */
export const approveSchema = z.strictObject({ reason: optionalWords(1000) });

export const declineSchema = z.strictObject({
  reason: requiredWords(1000),
});

export const cancelSchema = z.strictObject({ reason: optionalWords(1000) });

export const rescheduleSchema = z.strictObject({
  startsAt: instant,
  reason: optionalWords(1000),
  overbookReason: optionalWords(1000),
});

/** Staff takes a time against the rules: then why is not optional. */
const overbookReason = requiredWords(1000);
export const overbookMoveSchema = rescheduleSchema.extend({ overbookReason });
export const overbookSchema = bookingSchema.extend({ overbookReason });

/** How many times one counter-proposal may offer. */
export const MOST_PROPOSALS = 3;

/** Other times that are proposed, in any order, each once. */
const proposedStarts = z
  .array(instant)
  .min(1, "required")
  .max(MOST_PROPOSALS, "too_many")
  .refine((starts) => new Set(starts.map(Number)).size === starts.length, "overlap");

export const proposeSchema = z.strictObject({
  startsAt: proposedStarts,
  reason: optionalWords(1000),
});

/** The same times as forms and addresses say them: in one text, with commas between them. */
export const proposedStartsSchema = z.preprocess(
  (joined) => (typeof joined === "string" ? joined.split(",").filter(Boolean) : joined),
  proposedStarts,
);

export const proposeFormSchema = proposeSchema.extend({ startsAt: proposedStartsSchema });

export const acceptSchema = z.strictObject({ startsAt: instant });

/** What became of a visit. */
export const outcomeSchema = z.strictObject({ outcome: z.enum(["complete", "noShow"]) });

/** How many appointments get an outcome at once. */
const MAX_SEEN_VISITS = 100;

/** Appointments, each with the version that was seen. */
const seenVisits = z
  .record(id, wholeNumber(1, 999_999_999))
  .refine((visits) => Object.keys(visits).length > 0, "choose_some")
  .refine((visits) => Object.keys(visits).length <= MAX_SEEN_VISITS, "too_many");
export type SeenVisits = z.output<typeof seenVisits>;

/** What became of several, as a form says it: `visits:<id>` is the version of one that is ticked. */
export const outcomesFormSchema = z.preprocess(
  nested,
  outcomeSchema.extend({ visits: z.preprocess((visits) => visits ?? {}, seenVisits) }),
);

/** How many requests a patient may have open at a clinic, and cancel within 24 hours. */
export const requestLimitsSchema = z.strictObject({
  maxOpenRequests: wholeNumber(1, 1000),
  maxOpenRequestsWithDoctor: wholeNumber(1, 1000),
  maxOpenRequestsOnDay: wholeNumber(1, 1000),
  maxCancellations: wholeNumber(1, 1000),
});
export type RequestLimits = z.output<typeof requestLimitsSchema>;

/** How lists of appointments are narrowed, by when they start. */
export const appointmentFilterSchema = z.strictObject({
  status: emptyIsNone(z.enum(STATUSES)),
  from: emptyIsNone(dayOrInstant).meta({
    description: "From this day of the clinic on, or from this instant",
  }),
  to: emptyIsNone(dayOrInstant).meta({
    description: "Until the end of this day of the clinic, or before this instant",
  }),
  doctor: emptyIsNone(id),
  patient: emptyIsNone(id),
  clinic: emptyIsNone(id),
  needs: emptyIsNone(z.enum(["outcome"])).meta({
    description:
      "`outcome`: those that are over and have neither been completed nor marked as no-show",
  }),
  cursor,
  limit: pageSize,
});
export type AppointmentFilter = z.output<typeof appointmentFilterSchema>;

/** The same for a form, whose fields show days alone. */
export const dayFilterSchema = appointmentFilterSchema.extend({
  from: emptyIsNone(localDay),
  to: emptyIsNone(localDay),
});
