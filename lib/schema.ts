import { z } from "zod";
import { parseLocalDay } from "./time/local-day.ts";

// What several schemas are made of. Messages are keys of the catalogue (`errors.fields`), so that
// forms and the API word them alike.

export const id = z.uuid("invalid");

/** Whether `text` can name a row at all. What cannot is not found, rather than an error. */
export const isId = (text: string): boolean => id.safeParse(text).success;

/** A medical specialty, as a word of an address: `family-medicine`. */
export const specialization = z.string().regex(/^[a-z][a-z-]{1,60}$/, "invalid");

/** RFC 3339 with an offset; becomes the instant it names. As near as a `LocalDay` has to be. */
export const instant = z.iso
  .datetime({ offset: true, error: "instant" })
  .transform((text) => new Date(text))
  .refine((at) => at.getUTCFullYear() >= 1900 && at.getUTCFullYear() < 2200, "instant");

/** A calendar day of a clinic, `YYYY-MM-DD`. */
export const localDay = z.string().transform((text, context) => {
  const day = parseLocalDay(text);
  if (day) return day;
  context.addIssue({ code: "custom", message: "day" });
  return z.NEVER;
});

/** Optional, as forms and query strings say it: an empty field is none. */
export function emptyIsNone<T extends z.ZodType>(schema: T) {
  return z.preprocess((value) => (value === "" ? undefined : value), schema.optional());
}

/** Free text; what is empty or blank is none. */
export const optionalWords = (most: number) =>
  z
    .string()
    .trim()
    .max(most, "too_long")
    .transform((text) => (text === "" ? null : text))
    .optional();
