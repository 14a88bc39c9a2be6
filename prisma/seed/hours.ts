import type { WorkingBlock } from "#lib/availability/rules.ts";
import { clockTime, type LocalDay, type Weekday } from "#lib/time/local-day.ts";

/** Weekly hours as a person writes them down. */
export interface WeeklyHours {
  days: readonly Weekday[];
  /** `09:00-12:30`; a window that ends before it starts ends on the next day. */
  windows: readonly string[];
  /** Days counted from the day of the import, both included. */
  fromDay?: number;
  untilDay?: number;
}

export const MONDAY_TO_FRIDAY: readonly Weekday[] = [1, 2, 3, 4, 5];

/** The same as blocks, one per weekday and window. */
export function blocksOf(
  hours: readonly WeeklyHours[],
  dayAt: (days: number) => LocalDay,
): WorkingBlock[] {
  return hours.flatMap(({ days, windows, fromDay, untilDay }) =>
    days.flatMap((weekday) =>
      windows.map((window) => {
        const [fromMinute, toMinute] = minutesOf(window);
        return {
          weekday,
          fromMinute,
          toMinute,
          validFrom: fromDay === undefined ? null : dayAt(fromDay),
          validUntil: untilDay === undefined ? null : dayAt(untilDay),
        };
      }),
    ),
  );
}

function minutesOf(window: string): [number, number] {
  const [from = NaN, to = NaN] = window.split("-").map((time) => {
    const [hour = NaN, minute = NaN] = time.split(":").map(Number);
    return hour * 60 + minute;
  });
  if (Number.isNaN(from + to)) throw new Error(`${window} is no window like ${clockTime(540)}-…`);
  return [from, to > from ? to : to + 1440];
}
