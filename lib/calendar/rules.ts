import { blocksOn, type WorkingBlock } from "../availability/windows.ts";
import { DAY, merge, MINUTE, type Interval } from "../time/interval.ts";
import {
  addDays,
  minuteOfDay,
  parseLocalDay,
  weekdayOf,
  type LocalDay,
} from "../time/local-day.ts";
import { dayInterval, localDay, localTime } from "../time/zone.ts";

export const VIEWS = ["day", "week", "month", "agenda"] as const;
export type View = (typeof VIEWS)[number];

/** How many days the agenda goes ahead. */
const AGENDA = 14;

/** The days that a view shows, and the dates that lead to what is before and after. */
export interface Shown {
  days: LocalDay[];
  /** Absent where the calendar ends (see `parseLocalDay`). */
  previous: LocalDay | null;
  next: LocalDay | null;
}

/** Weeks begin on Monday; a month is shown in whole weeks, 28 to 42 days. */
export function shownDays(view: View, date: LocalDay): Shown {
  switch (view) {
    case "day":
      return stretch(date, 1);
    case "week":
      return stretch(mondayOf(date), 7);
    case "month":
      return monthOf(date);
    case "agenda":
      return stretch(date, AGENDA);
  }
}

function stretch(first: LocalDay, length: number): Shown {
  return {
    days: Array.from({ length }, (_, i) => addDays(first, i)),
    previous: parseLocalDay(addDays(first, -length)),
    next: parseLocalDay(addDays(first, length)),
  };
}

function monthOf(date: LocalDay): Shown {
  const first = addDays(date, 1 - Number(date.slice(8)));
  const before = addDays(first, -1);
  // From the 1st, 31 days lead into the next month, whatever the length of this one.
  const next = addDays(first, 31);
  const nextFirst = addDays(next, 1 - Number(next.slice(8)));
  const days = [];
  for (let day = mondayOf(first); day < nextFirst || weekdayOf(day) !== 1; day = addDays(day, 1)) {
    days.push(day);
  }
  return {
    days,
    previous: parseLocalDay(addDays(before, 1 - Number(before.slice(8)))),
    next: parseLocalDay(nextFirst),
  };
}

const mondayOf = (day: LocalDay): LocalDay => addDays(day, 1 - weekdayOf(day));

/** A part of a day, in minutes of its wall clock: `[start, end)` within 0 and 1440. */
export type Span = Interval;

const WHOLE_DAY: Span = { start: 0, end: 1440 };

/** The hours that are worked on a day, with the second half of a night that began the day before. */
export function hoursOn(blocks: readonly WorkingBlock[], day: LocalDay): Span[] {
  const nights = blocksOn(blocks, addDays(day, -1)).map(({ toMinute }) => ({
    start: 0,
    end: toMinute - 1440,
  }));
  const own = blocksOn(blocks, day).map(({ fromMinute, toMinute }) => ({
    start: fromMinute,
    end: Math.min(toMinute, 1440),
  }));
  return merge([...nights.filter(({ end }) => end > 0), ...own]);
}

/** The part of a stretch of instants that falls on a day, or null. */
export function partOn(zone: string, day: LocalDay, { start, end }: Interval): Span | null {
  const whole = dayInterval(zone, day);
  if (end <= whole.start || start >= whole.end) return null;
  return {
    start: start <= whole.start ? 0 : minuteOfDay(localTime(zone, start)),
    end: end >= whole.end ? 1440 : minuteOfDay(localTime(zone, end)),
  };
}

/** What is left of `spans` without `holes`. */
export function without(spans: readonly Span[], holes: readonly Span[]): Span[] {
  return holes.reduce<Span[]>(
    (left, hole) =>
      left.flatMap((span) =>
        [
          { start: span.start, end: Math.min(span.end, hole.start) },
          { start: Math.max(span.start, hole.end), end: span.end },
        ].filter(({ start, end }) => start < end),
      ),
    [...spans],
  );
}

/** The rest of the day. */
export const outside = (spans: readonly Span[]): Span[] => without([WHOLE_DAY], spans);

/** An instant as the clinic's clock has it, "2026-11-24T09:30": a wall time, of no zone. */
export function wallTime(zone: string, instant: number): string {
  return `${localDay(zone, instant)}T${localTime(zone, instant)}`;
}

/** A wall time some minutes on, on paper: what a drag means, whatever the clocks do meanwhile. */
export function wallAfter(wall: string, minutes: number): string {
  return new Date(Date.parse(`${wall}:00Z`) + minutes * MINUTE).toISOString().slice(0, 16);
}

/** How far the clocks of `zone` are from UTC at `instant`, as "-05:00". */
export function offsetOf(zone: string, instant: number): string {
  const minute = Math.floor(instant / MINUTE) * MINUTE;
  const minutes = (Date.parse(`${wallTime(zone, minute)}:00Z`) - minute) / MINUTE;
  const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
  const two = (value: number) => String(value).padStart(2, "0");
  return `${minutes < 0 ? "-" : "+"}${two(hours)}:${two(rest)}`;
}

/** The hours of a grid that holds all `spans`, in whole hours; office hours if there are none. */
export function gridHours(spans: readonly Span[]): Span {
  if (spans.length === 0) return { start: 8 * 60, end: 18 * 60 };
  const start = Math.min(...spans.map((span) => span.start));
  const end = Math.max(...spans.map((span) => span.end));
  return { start: Math.floor(start / 60) * 60, end: Math.ceil(end / 60) * 60 };
}

/** The longest that a visit lasts (`appointments_window` in the database), in milliseconds. */
export const LONGEST_VISIT = DAY / 2;
