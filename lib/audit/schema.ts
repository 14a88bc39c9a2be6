import { z } from "zod";
import { DAY } from "../time/interval.ts";
import { toEpochDay } from "../time/local-day.ts";
import { emptyIsNone, id, instant, localDay } from "../schema.ts";

/** How the audit trail is narrowed: by who did it, to whom, what (`record.read`), and when. */
export const auditFilterSchema = z.strictObject({
  actor: emptyIsNone(id),
  patient: emptyIsNone(id),
  action: emptyIsNone(z.string().max(100, "too_long")),
  from: emptyIsNone(instant),
  /** Not included. */
  to: emptyIsNone(instant),
  cursor: emptyIsNone(z.string().max(400)),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

/** The same as a page asks it: by days of UTC, the last one included, fifty at a time. */
export const auditSearchSchema = z.strictObject({
  ...auditFilterSchema.omit({ limit: true }).shape,
  from: emptyIsNone(localDay.transform((day) => new Date(toEpochDay(day) * DAY))),
  to: emptyIsNone(localDay.transform((day) => new Date((toEpochDay(day) + 1) * DAY))),
});
