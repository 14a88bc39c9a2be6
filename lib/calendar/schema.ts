import { z } from "zod";
import { emptyIsNone, id, localDay } from "../schema.ts";
import { VIEWS } from "./rules.ts";

/** What the address of a calendar says. Days are the clinic's; without a date it is today. */
export const calendarSchema = z.strictObject({
  view: emptyIsNone(z.enum(VIEWS)),
  date: emptyIsNone(localDay),
  clinic: emptyIsNone(id),
  doctor: emptyIsNone(id),
  /** Whether visits that came to nothing are shown as well: canceled, declined, expired. */
  closed: emptyIsNone(z.literal("shown")),
});
export type CalendarInput = z.output<typeof calendarSchema>;
