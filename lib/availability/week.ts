import { addDays, daysBetween, parseLocalDay, type LocalDay } from "../time/local-day.ts";
import { localDay } from "../time/zone.ts";

/** Seven days that are shown together, and the days that lead to the weeks beside them. */
export interface Week {
  days: LocalDay[];
  range: { from: LocalDay; to: LocalDay };
  /** Absent where it would lie in the past. */
  previous: LocalDay | undefined;
  next: LocalDay;
}

/**
 * The week to show at a clinic: seven days from today, or those of the same rhythm that hold `day`.
 * What is no day, or past, is today.
 */
export function weekOf(timeZone: string, now: Date, day: string | undefined): Week {
  const today = localDay(timeZone, now.getTime());
  const wanted = (day && parseLocalDay(day)) || today;
  const weeks = Math.max(0, Math.floor(daysBetween(today, wanted) / 7));
  const from = addDays(today, weeks * 7);
  return {
    days: Array.from({ length: 7 }, (_, i) => addDays(from, i)),
    range: { from, to: addDays(from, 6) },
    previous: weeks > 0 ? addDays(from, -7) : undefined,
    next: addDays(from, 7),
  };
}
