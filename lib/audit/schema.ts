import { z } from "zod";
import { DAY } from "../time/interval.ts";
import { parseLocalDay, toEpochDay, type LocalDay } from "../time/local-day.ts";
import { dayInterval } from "../time/zone.ts";
import { cursor, dayOrInstant, emptyIsNone, id, pageSize } from "../schema.ts";

/** An instant, or a day of UTC, of which `to` is the end. */
const moment = (ofDay: (day: LocalDay) => number) =>
  dayOrInstant.transform((at) => (at instanceof Date ? at : new Date(ofDay(at) * DAY)));

/** How the audit trail is narrowed: by who did it, to whom, what (`record.read`), and when. */
export const auditFilterSchema = z.strictObject({
  actor: emptyIsNone(id),
  patient: emptyIsNone(id),
  action: emptyIsNone(z.string().max(100, "too_long")),
  from: emptyIsNone(moment(toEpochDay)).meta({
    description: "From this day of UTC on, or from this instant",
  }),
  to: emptyIsNone(moment((day) => toEpochDay(day) + 1)).meta({
    description: "Until the end of this day of UTC, or before this instant",
  }),
  cursor,
  limit: pageSize,
});
export type AuditFilter = z.output<typeof auditFilterSchema>;

/** Returns the instants of the days that a filter names, as days of a zone. */
export function daysIn(
  timeZone: string,
  filter: { from?: string | undefined; to?: string | undefined },
): Partial<Pick<AuditFilter, "from" | "to">> {
  const [from, to] = [filter.from, filter.to].map((text = "") => {
    const day = parseLocalDay(text);
    return day && dayInterval(timeZone, day);
  });
  return { ...(from && { from: new Date(from.start) }), ...(to && { to: new Date(to.end) }) };
}
