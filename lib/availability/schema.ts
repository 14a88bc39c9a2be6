import { z } from "zod";
import { cursor, emptyIsNone, id, localDay, pageSize, specialization } from "../schema.ts";
import { daysBetween, type LocalDay } from "../time/local-day.ts";

/** How many days one question about free times may span. */
export const MOST_DAYS = 62;
/** Parts of a clinic's day, as people say when they have time; `partOf` draws the borders. */
export const PARTS = ["morning", "afternoon", "evening"] as const;
export type Part = (typeof PARTS)[number];

/** A question about one practitioner's free times: days of the clinic, `to` included. */
export const slotsSchema = z
  .strictObject({ from: localDay, to: localDay, visitType: id.optional() })
  .refine(inOrder, { path: ["to"], error: "order" })
  .refine(fewEnough, { path: ["to"], error: "too_many_days" });
export type SlotsInput = z.output<typeof slotsSchema>;

/** Whose times, in which part of the day, and after which of them. */
const matching = {
  specialization: emptyIsNone(specialization),
  clinic: emptyIsNone(id),
  part: emptyIsNone(z.enum(PARTS)),
  cursor,
};

/**
 * A question about the free times of everybody who matches. Days are those of each clinic, `to`
 * included; from today, and for two weeks, if nothing else is said.
 */
export const slotSearchSchema = z
  .strictObject({
    ...matching,
    doctor: emptyIsNone(id),
    from: emptyIsNone(localDay),
    to: emptyIsNone(localDay),
    limit: pageSize,
  })
  .refine(inOrder, { path: ["to"], error: "order" })
  .refine(fewEnough, { path: ["to"], error: "too_many_days" });
export type SlotSearch = z.output<typeof slotSearchSchema>;

/** What the page of the earliest times is asked: as the directory's search, on one day or any. */
export const timesFilterSchema = z.strictObject({ ...matching, day: emptyIsNone(localDay) });

interface Range {
  from?: LocalDay | undefined;
  to?: LocalDay | undefined;
}

function inOrder({ from, to }: Range): boolean {
  return !from || !to || daysBetween(from, to) >= 0;
}

function fewEnough({ from, to }: Range): boolean {
  return !from || !to || daysBetween(from, to) < MOST_DAYS;
}
