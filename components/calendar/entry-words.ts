import { useTranslations } from "next-intl";
import { clockTime } from "#lib/time/local-day.ts";
import { formatDay, formatTimeRange } from "#lib/format.ts";
import type { Away, CalendarEntry, CalendarView } from "#lib/calendar/views.ts";
import { bothNames, isolated } from "#lib/names/rules.ts";

/** The words for what a calendar shows, the same in the grid, the list and on paper. */
export function useEntryWords({ timeZone, columns }: Pick<CalendarView, "timeZone" | "columns">) {
  const t = useTranslations("calendar");
  const status = useTranslations("appointments.status");
  const several = columns.length > 1;
  const timeOf = ({ startsAt, endsAt }: CalendarEntry) =>
    formatTimeRange(startsAt, endsAt, timeZone);
  return {
    several,
    timeOf,
    /** "09:30–10:00, Tue, 24 Nov 2026: Jane Roe, Follow-up, Confirmed" */
    spoken: (entry: CalendarEntry) => {
      const { patient, doctor, visitType, overbooked } = entry.appointment;
      const facts = [
        isolated(bothNames(patient)),
        several && isolated(doctor.name),
        isolated(visitType.name),
        entry.held ? t("held") : status(entry.appointment.status),
        overbooked && t("overbooked"),
      ];
      return `${timeOf(entry)}, ${formatDay(entry.from.slice(0, 10))}: ${facts.filter(Boolean).join(", ")}`;
    },
    /** "Easter Monday", "Away, 13:00–17:00" */
    away: (away: Away) => {
      const what = away.label === null ? t("away") : isolated(away.label);
      const whole = away.start === 0 && away.end === 1440;
      return whole
        ? what
        : t("awayPart", { what, from: clockTime(away.start), to: clockTime(away.end) });
    },
    ofDoctor: (name: string, what: string) => (several ? t("ofDoctor", { name, what }) : what),
  };
}
