import { DAY } from "./interval.ts";

/** A calendar day, `YYYY-MM-DD`, of some clinic. Not an instant: it starts when the zone says so. */
export type LocalDay = string & { readonly brand: "LocalDay" };

/** ISO 8601 weekday: Monday is 1, Sunday 7. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

/**
 * The day that `text` writes, or null: `2026-02-30` is none. Years are 1900 to 2199, which holds
 * everybody's birthday and every calendar; far from there zones have no meaning (see zone.ts).
 */
export function parseLocalDay(text: string): LocalDay | null {
  if (!/^(19|2[01])\d{2}-\d{2}-\d{2}$/.test(text)) return null;
  const midnight = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(midnight) || fromEpochDay(midnight / DAY) !== text
    ? null
    : (text as LocalDay);
}

/** Days since 1970-01-01, which makes days comparable and countable. */
export function toEpochDay(day: LocalDay): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY;
}

/** A search asks for the same few days thousands of times, and there are only so many. */
const names = new Map<number, LocalDay>();

export function fromEpochDay(epochDay: number): LocalDay {
  let day = names.get(epochDay);
  if (day === undefined) {
    day = new Date(epochDay * DAY).toISOString().slice(0, 10) as LocalDay;
    names.set(epochDay, day);
  }
  return day;
}

export function addDays(day: LocalDay, days: number): LocalDay {
  return fromEpochDay(toEpochDay(day) + days);
}

/** How many days `to` is after `from`. */
export function daysBetween(from: LocalDay, to: LocalDay): number {
  return toEpochDay(to) - toEpochDay(from);
}

export function weekdayOf(day: LocalDay): Weekday {
  // 1970-01-01 was a Thursday.
  return (((((toEpochDay(day) + 3) % 7) + 7) % 7) + 1) as Weekday;
}

/** `minute` of a day as `HH:MM`; past midnight it starts again at `00:00`. */
export function clockTime(minute: number): string {
  const ofDay = minute % 1440;
  return `${String(Math.floor(ofDay / 60)).padStart(2, "0")}:${String(ofDay % 60).padStart(2, "0")}`;
}

/** `HH:MM` as minutes since midnight. */
export function minuteOfDay(time: string): number {
  const [hour = 0, minute = 0] = time.split(":").map(Number);
  return hour * 60 + minute;
}
