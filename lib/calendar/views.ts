import { STATUSES, type Status } from "../appointments/rules.ts";
import type { AppointmentView } from "../appointments/views.ts";
import type { WorkingBlock } from "../availability/rules.ts";
import { MINUTE } from "../time/interval.ts";
import { minuteOfDay, type LocalDay } from "../time/local-day.ts";
import {
  hoursOn,
  partOn,
  wallAfter,
  wallTime,
  without,
  type Shown,
  type Span,
  type View,
} from "./rules.ts";

/** A calendar as it leaves the server. All of it is in one zone, the clinic's. */
export interface CalendarView extends Shown {
  view: View;
  date: LocalDay;
  today: LocalDay;
  timeZone: string;
  /** How far the clinic's clocks are from UTC now, "-05:00". */
  offset: string;
  clinic: { id: string; name: string };
  /** What can be chosen instead, within the actor's scope. */
  clinics: { id: string; name: string }[];
  doctors: { id: string; name: string }[];
  /** The one doctor it is about; null for all of the clinic. */
  doctor: { id: string; name: string } | null;
  /** Whose visits are shown, by name. */
  columns: CalendarColumn[];
  /** Soonest first. */
  entries: CalendarEntry[];
  /** There are more visits than are shown. */
  truncated: boolean;
}

/** One doctor's days. */
export interface CalendarColumn {
  id: string;
  name: string;
  days: { day: LocalDay; open: Span[]; away: Away[] }[];
}

/** A part of a day on which a doctor is away, or the clinic is closed. */
export interface Away extends Span {
  kind: "time_off" | "holiday";
  /** The holiday's name, or what was written down for the time off. */
  label: string | null;
}

/** A visit, or a time that is held for one until the patient has answered a proposal. */
export interface CalendarEntry {
  key: string;
  appointment: AppointmentView;
  held: boolean;
  startsAt: string;
  endsAt: string;
  /** The day under which it is listed: its own, or the first of the view for one under way then. */
  day: LocalDay;
  /** Wall time, "2026-11-24T09:30"; `to` is as long after `from` as the visit lasts. */
  from: string;
  to: string;
}

const TAKES_TIME: readonly Status[] = ["pending", "confirmed", "completed", "no_show"];

/** The statuses that are drawn: what takes or took the doctor's time, or all of them. */
export const drawnStatuses = (closed: boolean): readonly Status[] =>
  closed ? STATUSES : TAKES_TIME;

/** What an appointment puts into a calendar: itself, and the times that are held for it. */
export function entriesOf(
  appointment: AppointmentView,
  { timeZone, days, closed }: { timeZone: string; days: readonly LocalDay[]; closed: boolean },
): CalendarEntry[] {
  const first = days[0];
  const last = days.at(-1);
  if (!first || !last || !drawnStatuses(closed).includes(appointment.status)) return [];
  const proposals = appointment.status === "pending" ? appointment.proposals : [];
  return [appointment, ...proposals].flatMap((time) => {
    const [start, end] = [Date.parse(time.startsAt), Date.parse(time.endsAt)];
    const from = wallTime(timeZone, start);
    const to = wallAfter(from, (end - start) / MINUTE);
    const date = from.slice(0, 10) as LocalDay;
    if (date > last || to <= `${first}T00:00`) return [];
    return {
      key: `${appointment.id}@${time.startsAt}`,
      appointment,
      held: time !== appointment,
      startsAt: time.startsAt,
      endsAt: time.endsAt,
      day: date < first ? first : date,
      from,
      to,
    };
  });
}

/** What decides when a doctor can be booked, besides visits. */
export interface ColumnRow {
  id: string;
  name: string;
  blocks: WorkingBlock[];
  /** RFC 3339 instants. */
  timeOff: { startsAt: string; endsAt: string; reason: string | null }[];
}

export function columnOf(
  row: ColumnRow,
  holidays: ReadonlyMap<string, string>,
  { timeZone, days }: { timeZone: string; days: readonly LocalDay[] },
): CalendarColumn {
  return {
    id: row.id,
    name: row.name,
    days: days.map((day) => {
      const away = awayOn(row, holidays, timeZone, day);
      return { day, away, open: without(hoursOn(row.blocks, day), away) };
    }),
  };
}

function awayOn(
  { timeOff }: ColumnRow,
  holidays: ReadonlyMap<string, string>,
  timeZone: string,
  day: LocalDay,
): Away[] {
  const holiday = holidays.get(day);
  if (holiday !== undefined) return [{ kind: "holiday", start: 0, end: 1440, label: holiday }];
  return timeOff.flatMap(({ startsAt, endsAt, reason }) => {
    const part = partOn(timeZone, day, { start: Date.parse(startsAt), end: Date.parse(endsAt) });
    return part ? [{ kind: "time_off" as const, ...part, label: reason }] : [];
  });
}

/** What an entry takes of a day, or null. */
export function spanOf({ from, to }: Pick<CalendarEntry, "from" | "to">, day: LocalDay) {
  if (to <= `${day}T00:00` || from.slice(0, 10) > day) return null;
  return {
    start: from.slice(0, 10) < day ? 0 : minuteOfDay(from.slice(11)),
    end: to.slice(0, 10) > day ? 1440 : minuteOfDay(to.slice(11)),
  };
}

/** A line of a day sheet: a visit or held time, a stretch that is free, or one without the doctor. */
export type SheetRow = Span &
  ({ kind: "entry"; entry: CalendarEntry } | { kind: "free" } | { kind: "away"; away: Away });

/** One doctor's day in order, with its gaps. */
export function sheetOf(column: CalendarColumn, entries: readonly CalendarEntry[]): SheetRow[] {
  return column.days.flatMap(({ day, open, away }) => {
    const taken = entries.flatMap((entry) => {
      const span = entry.appointment.doctor.id === column.id ? spanOf(entry, day) : null;
      return span ? [{ kind: "entry" as const, ...span, entry }] : [];
    });
    const free = without(open, taken).map((span) => ({ kind: "free" as const, ...span }));
    const gone = away.map((part) => ({
      kind: "away" as const,
      start: part.start,
      end: part.end,
      away: part,
    }));
    return [...taken, ...free, ...gone].toSorted((a, b) => a.start - b.start || a.end - b.end);
  });
}
