import { z } from "zod";
import { hasHidden, normalizeName } from "./names/rules.ts";
import { withoutLeapSecond } from "./time/instant.ts";
import { minuteOfDay, parseLocalDay } from "./time/local-day.ts";

// What several schemas are made of. Messages are keys of the catalogue (`errors.fields`), so that
// forms and the API word them alike.

/** The id of a row, as the database writes it. */
export const id = z.uuid("invalid").toLowerCase();

/** Whether `text` can name a row at all. What cannot is not found, rather than an error. */
export const isId = (text: string): boolean => id.safeParse(text).success;

/** What a user gives who does something sensitive: the password, and a code of their second factor. */
export const proofFields = {
  current: z.string().max(200, "too_long").optional(),
  code: z.string().max(100, "too_long").optional(),
};

/** A medical specialty, as a word of an address: `family-medicine`. */
export const specialization = z.string().regex(/^[a-z][a-z-]{1,60}$/, "invalid");

/**
 * RFC 3339 with an offset, also with a leap second; becomes the instant it names. As near as a `LocalDay`
 * has to be.
 */
export const instant = z.preprocess(
  (text) => (typeof text === "string" ? withoutLeapSecond(text) : text),
  z.iso
    .datetime({ offset: true, error: "instant", abort: true })
    .transform((text) => new Date(text))
    .refine((at) => at.getUTCFullYear() >= 1900 && at.getUTCFullYear() < 2200, "instant"),
);

/** A calendar day of a clinic, `YYYY-MM-DD`. */
export const localDay = z
  .string()
  .transform((text, context) => {
    const day = parseLocalDay(text);
    if (day) return day;
    context.addIssue({ code: "custom", message: "day" });
    return z.NEVER;
  })
  .meta({ format: "date" });

/** Where a list begins or ends: a day, or an instant. */
export const dayOrInstant = z.union([localDay, instant], "moment");

/** A time of day as clocks show it, `HH:MM`. */
export const wallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: "time", abort: true });

/** The same as minutes after midnight. */
export const clockTime = wallTime.transform(minuteOfDay);

/** `rows:3:from`: no form has names of more parts. */
const MAX_DEPTH = 3;

/**
 * The flat fields of a form as a tree: `rows:3:from` becomes `{rows: {3: {from}}}`. A colon, because
 * a dot has a meaning of its own to react-hook-form.
 */
export const nested = (fields: unknown): unknown => treeOf(fields, MAX_DEPTH);

function treeOf(fields: unknown, depth: number): unknown {
  if (depth === 0 || typeof fields !== "object" || fields === null) return fields;
  const groups = Map.groupBy(Object.entries(fields), ([name]) => name.split(":", 1)[0] ?? "");
  const tree = [...groups].map(([key, entries]) => {
    const [first] = entries;
    if (entries.length === 1 && first?.[0] === key) return first;
    const below = entries.map(([name, value]) => [name.slice(key.length + 1), value] as const);
    return [key, treeOf(Object.fromEntries(below), depth - 1)] as const;
  });
  return Object.fromEntries(tree);
}

/** Optional, as forms and query strings say it (an empty field), and JSON (null). */
export function emptyIsNone<T extends z.ZodType>(schema: T) {
  return z.preprocess(
    (value) => (value === "" || value === null ? undefined : value),
    schema.optional(),
  );
}

/** A whole number, or the figures of one as forms and addresses write it; nothing else becomes one. */
export const wholeNumber = (least: number, most: number) => {
  const bounds = `out_of_bounds ${least} ${most}`;
  return z.preprocess(
    (value) =>
      typeof value === "string" && /^\s*-?\d{1,9}\s*$/.test(value) ? Number(value) : value,
    z.number("number").int("number").min(least, bounds).max(most, bounds),
  );
};

/** How many of a list are asked for at once. */
export const pageSize = wholeNumber(1, 100).default(20);

/** Where a page of a list begins. Encrypted, with a name of 200 characters in it, it has 1,000. */
export const cursor = emptyIsNone(z.string().max(1200));

/** Which page of a list is asked for, where nothing else narrows it. */
export const pageSchema = z.strictObject({
  cursor,
  limit: pageSize,
});
export type PageRequest = z.output<typeof pageSchema>;

/** A box of a form, "on" or absent; a boolean elsewhere. */
export const ticked = z
  .preprocess((value) => (value === "on" ? true : value), z.boolean())
  .default(false);

/** Whether there is anything to see: characters that only format, like a zero-width space, are not. */
const isVisible = (text: string): boolean => /[^\p{Cf}\s]/u.test(text);

const words = (most: number) => z.string().trim().max(most, "too_long");

/** Free text; what is empty or blank is none. */
export const optionalWords = (most: number) =>
  words(most)
    .transform((text) => (isVisible(text) ? text : null))
    .optional();

/** Free text that somebody else is to read. */
export const requiredWords = (most: number) =>
  words(most).refine(isVisible, "required").meta({ minLength: 1 });

/** The name of a person or a thing, which others read: one line, without hidden characters. */
export const nameOf = (most: number) =>
  z
    .string()
    .overwrite(normalizeName)
    .max(most, "too_long")
    .refine(isVisible, { error: "required", abort: true })
    .refine((text) => !hasHidden(text), "hidden_characters")
    .meta({ minLength: 1 });

/** What a person is called. */
export const fullName = nameOf(200);
