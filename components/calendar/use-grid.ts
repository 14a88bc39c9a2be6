import { useTranslations } from "next-intl";
import { statusLooks } from "#components/appointments/status-looks.ts";
import { formatDay } from "#lib/format.ts";
import { clockTime, type LocalDay } from "#lib/time/local-day.ts";
import { gridHours, outside, type Span } from "#lib/calendar/rules.ts";
import { spanOf, type CalendarEntry, type CalendarView } from "#lib/calendar/views.ts";
import { bothNames, isolated } from "#lib/names/rules.ts";
import { useEntryWords } from "./entry-words.ts";
import { noticesOf } from "./notices.ts";
import type { GridData, GridEntry, GridShade } from "./grid-data.ts";

/** How many visits a day of a month names before it counts the rest. */
const NAMED = 4;

export interface CalendarLinks {
  appointment: (id: string) => string;
  /** The same calendar otherwise. */
  calendar: (changes: Record<string, string | null>) => string;
}

/** A calendar as the grid draws it. */
export function useGrid(
  calendar: CalendarView,
  view: GridData["view"],
  links: CalendarLinks,
): GridData {
  const t = useTranslations("calendar");
  const words = useEntryWords(calendar);
  const { date, offset, columns, days, entries } = calendar;
  const sideBySide = view === "day" && columns.length > 1;
  const draw = (entry: CalendarEntry): GridEntry => {
    const { id, doctor, patient, visitType, status, overbooked, permits } = entry.appointment;
    const href = links.appointment(id);
    const marks = [
      overbooked && t("overbooked"),
      isolated(visitType.name),
      words.several && !sideBySide && isolated(doctor.name),
    ];
    return {
      key: entry.key,
      column: doctor.id,
      from: entry.from,
      to: entry.to,
      look: entry.held ? "held" : status,
      icon: entry.held ? "hourglass" : statusLooks[status].icon,
      title:
        view === "month"
          ? `${entry.from.slice(11)} ${isolated(bothNames(patient))}`
          : isolated(bothNames(patient)),
      note: marks.filter(Boolean).join(", "),
      spoken: words.spoken(entry),
      href,
      moveHref: permits.reschedule && !entry.held ? `${href}/move` : null,
    };
  };
  const more = (day: LocalDay, count: number): GridEntry => ({
    key: `more ${day}`,
    column: "",
    from: `${day}T23:59`,
    to: `${day}T23:59`,
    look: "more",
    icon: null,
    title: t("more", { count }),
    note: "",
    spoken: t("moreLabel", { count, day: formatDay(day) }),
    href: links.calendar({ view: "day", date: day }),
    moveHref: null,
  });
  const folded = () =>
    days.flatMap((day) => {
      const own = entries.filter((entry) => entry.day === day);
      const rest = own.length - NAMED;
      return rest > 1 ? [...own.slice(0, NAMED).map(draw), more(day, rest)] : own.map(draw);
    });
  return {
    label: t("grid"),
    view,
    date,
    offset,
    hours: hoursOf(calendar),
    columns: sideBySide ? columns.map(({ id, name }) => ({ id, name })) : [],
    crowded: columns.length > 1 && !sideBySide,
    entries: view === "month" ? folded() : entries.map(draw),
    notices: noticesOf(calendar, words),
    shades: view === "month" ? [] : shadesOf(calendar),
  };
}

function hoursOf({ columns, days, entries }: CalendarView): Span {
  const open = columns.flatMap((column) => column.days.flatMap((day) => day.open));
  const taken = days.flatMap((day) =>
    entries.flatMap((entry) => {
      const span = spanOf(entry, day);
      return span ? [span] : [];
    }),
  );
  return gridHours([...open, ...taken]);
}

/** Who shares a column shares its shade: closed is when nobody works. */
function shadesOf({ view, columns, days }: CalendarView): GridShade[] {
  const groups = view === "day" ? columns.map((column) => [column]) : [columns];
  return groups.flatMap((group) =>
    days.flatMap((day) => {
      const own = group.flatMap((column) => column.days.filter((one) => one.day === day));
      const away = group.length === 1 ? own.flatMap((one) => one.away) : [];
      const open = own.flatMap((one) => one.open);
      const column = group[0]?.id ?? "";
      const shade = (kind: GridShade["kind"]) => (span: Span) => ({
        key: `${kind} ${column} ${day} ${span.start}`,
        column,
        from: at(day, span.start),
        to: at(day, span.end),
        kind,
      });
      return [...outside([...open, ...away]).map(shade("closed")), ...away.map(shade("away"))];
    }),
  );
}

/** A minute of a day as a wall time; the last one is written as the end of the day. */
const at = (day: LocalDay, minute: number): string =>
  minute === 1440 ? `${day}T24:00` : `${day}T${clockTime(minute)}`;
