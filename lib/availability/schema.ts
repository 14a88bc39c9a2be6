import { z } from "zod";
import { id, localDay } from "../schema.ts";
import { daysBetween } from "../time/local-day.ts";

/** How many days one question about free times may span. */
const MOST_DAYS = 62;

/** A question about one practitioner's free times: days of the clinic, `to` included. */
export const slotsSchema = z
  .strictObject({ from: localDay, to: localDay, visitType: id.optional() })
  .refine(({ from, to }) => daysBetween(from, to) >= 0, { path: ["to"], error: "order" })
  .refine(({ from, to }) => daysBetween(from, to) < MOST_DAYS, {
    path: ["to"],
    error: "too_many_days",
  });
export type SlotsInput = z.output<typeof slotsSchema>;
