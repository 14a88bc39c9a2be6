import { formatMoment, zoneAbbreviation } from "#lib/format.ts";
import type { AppointmentView } from "#lib/appointments/views.ts";

/** The times on offer in one line of the clinic's time: "Tue, 5 Jan 2027, 09:00; … EST". */
export function proposedWhen({ proposals, clinic: { timeZone } }: AppointmentView): string {
  const times = proposals.map(({ startsAt }) => formatMoment(startsAt, timeZone)).join("; ");
  return `${times} ${zoneAbbreviation(proposals[0]?.startsAt ?? new Date(0), timeZone)}`;
}
