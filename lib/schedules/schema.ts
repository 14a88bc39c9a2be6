import { z } from "zod";
import { emptyIsNone, id, instant, localDay, optionalWords, wallTime } from "../schema.ts";
import { daysBetween } from "../time/local-day.ts";

const validity = { validFrom: emptyIsNone(localDay), validUntil: emptyIsNone(localDay) };

const block = z
  .strictObject({
    weekday: z.coerce.number().int().min(1).max(7),
    from: wallTime,
    to: wallTime,
    ...validity,
  })
  .refine(({ validFrom, validUntil }) => !validFrom || !validUntil || validFrom <= validUntil, {
    path: ["validUntil"],
    error: "order",
  });

/** All weekly hours of a practitioner: what is not among them is not worked. */
export const workingHoursSchema = z.strictObject({ blocks: z.array(block).max(100, "too_many") });
export type WorkingHoursInput = z.output<typeof workingHoursSchema>;

/** Away from one instant to another. */
export const timeOffSchema = z
  .strictObject({ startsAt: instant, endsAt: instant, reason: optionalWords(1000) })
  .refine(({ startsAt, endsAt }) => startsAt < endsAt, { path: ["endsAt"], error: "order" });

/** The same as a form asks: days of the clinic, whole ones unless times are given. */
export const timeOffFormSchema = z
  .strictObject({
    fromDay: localDay,
    toDay: emptyIsNone(localDay),
    fromTime: emptyIsNone(wallTime),
    toTime: emptyIsNone(wallTime),
    reason: optionalWords(1000),
  })
  .transform(({ toDay, ...rest }) => ({ ...rest, toDay: toDay ?? rest.fromDay }))
  .refine(({ fromDay, toDay }) => daysBetween(fromDay, toDay) >= 0, {
    path: ["toDay"],
    error: "order",
  })
  .refine(({ fromDay, toDay }) => daysBetween(fromDay, toDay) < 400, {
    path: ["toDay"],
    error: "too_many_days",
  })
  .refine(
    ({ fromDay, toDay, fromTime, toTime }) =>
      fromDay !== toDay || !fromTime || !toTime || fromTime < toTime,
    { path: ["toTime"], error: "order" },
  );
export type TimeOffInput = z.output<typeof timeOffSchema> | z.output<typeof timeOffFormSchema>;

const minutes = (least: number, most: number) =>
  z.coerce.number("number").int("number").min(least, "too_low").max(most, "too_high");
/** A ticked box of a form, or a boolean. */
const flag = z.preprocess((value) => value === true || value === "on", z.boolean());

const visitType = z.strictObject({
  id: emptyIsNone(id),
  name: z.string().trim().min(1, "required").max(100, "too_long"),
  minutes: minutes(5, 720),
  bufferBefore: minutes(0, 240).default(0),
  bufferAfter: minutes(0, 240).default(0),
  step: minutes(5, 720),
  bookableOnline: flag,
});

/** All visit types of a practitioner, in the order in which they are offered. */
export const visitTypesSchema = z.strictObject({
  visitTypes: z
    .array(visitType)
    .min(1, "required")
    .max(30, "too_many")
    .superRefine((types, context) => {
      types.forEach(({ name }, index) => {
        const first = types.findIndex((type) => type.name.toLowerCase() === name.toLowerCase());
        if (first < index) {
          context.addIssue({ code: "custom", path: [index, "name"], message: "name_taken" });
        }
      });
    }),
});
export type VisitTypesInput = z.output<typeof visitTypesSchema>;

export const bookingRulesSchema = z.strictObject({
  acceptingPatients: flag,
  approval: z.enum(["manual", "automatic"]),
  minimumNoticeMinutes: minutes(0, 43_200),
  horizonDays: minutes(1, 730),
  cutoffMinutes: minutes(0, 43_200),
  requestTtlMinutes: minutes(5, 20_160),
});
export type BookingRulesInput = z.output<typeof bookingRulesSchema>;

export const holidaySchema = z.strictObject({
  day: localDay,
  name: z.string().trim().min(1, "required").max(100, "too_long"),
});
export type HolidayInput = z.output<typeof holidaySchema>;

/** What becomes of a visit that a change affects, by the version that was looked at. */
const decision = z.union([
  z.strictObject({ version: z.number().int(), do: z.enum(["keep", "cancel"]) }),
  z.strictObject({ version: z.number().int(), do: z.literal("move"), startsAt: instant }),
]);
export type Decision = z.output<typeof decision>;
export const decisionsSchema = z.record(id, decision);
export type Decisions = z.output<typeof decisionsSchema>;

/** A wall time at the clinic that somebody wonders about. */
export const explainSchema = z.strictObject({
  day: localDay,
  time: wallTime,
  visitType: emptyIsNone(id),
});
export type ExplainInput = z.output<typeof explainSchema>;
