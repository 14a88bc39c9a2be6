import { z } from "zod";
import type { Role } from "../../../access/actor.ts";
import type { Page } from "../../../page.ts";
import type { LocalDay } from "../../../time/local-day.ts";

// What several answers are made of.

/** Whether two types are the same, fields that may be absent included. */
type Same<A, B> =
  (<T>(of: T) => T extends A ? 1 : 2) extends <T>(of: T) => T extends B ? 1 : 2 ? unknown : never;

/** The schema of an answer: one with a field more or less than the view does not compile. */
export const answer =
  <View>() =>
  <Schema extends z.ZodType<View>>(
    schema: Schema & Same<z.output<Schema>, View>,
  ): z.ZodType<View> =>
    schema;

/** RFC 3339 in UTC. */
export const instant = z.iso.datetime();

/** A day of a clinic's calendar. */
export const day = z.custom<LocalDay>().meta({ type: "string", format: "date" });

/** The same where its view says no more than that it is text. */
export const date = z.iso.date();

/** A time of day as the clinic's clocks show it. */
export const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

export const role = z.enum(["patient", "doctor", "admin"]) satisfies z.ZodType<Role>;
export const named = z.strictObject({ id: z.uuid(), name: z.string() });
/** How a user or patient wants to be addressed, beside the legal `name`. */
export const addressed = {
  preferredName: z.string().nullable(),
  pronouns: z.string().nullable(),
};
export const clinic = named.extend({ timeZone: z.string() });
export const practitioner = named.extend({ specialization: z.string() });
export const visit = named.extend({ minutes: z.int() });
export const count = z.int().min(0);
export const version = z.int().min(1);

/** A page of a list. */
export const pageOf = <View>(item: z.ZodType<View>): z.ZodType<Page<View>> =>
  z.strictObject({ items: z.array(item), nextCursor: z.string().nullable() });
