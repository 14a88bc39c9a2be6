import { Temporal } from "temporal-polyfill";
import type { ScheduleFacts, Slot, VisitShape } from "../availability/rules.ts";
import type { LocalDay } from "../time/local-day.ts";

// Free times by the slowest road: every minute is asked of Temporal, one by one, and nothing of
// lib/time is used. Busy times are whole minutes here. What it finds is what lib/availability offers.

const MINUTE = 60_000;
const EPOCH = Temporal.PlainDate.from("1970-01-01");
/** No zone is farther from UTC. */
const FARTHEST = 15 * 60;

/** What clocks show at a minute (counted from 1970 in UTC), as minutes from 1970 on the wall. */
const wallMinutes = new Map<string, Map<number, number>>();
export function wallMinute(zone: string, minute: number): number {
  const known = wallMinutes.get(zone) ?? new Map<number, number>();
  wallMinutes.set(zone, known);
  let wall = known.get(minute);
  if (wall === undefined) {
    const shown = Temporal.Instant.fromEpochMilliseconds(minute * MINUTE).toZonedDateTimeISO(zone);
    wall = Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute) / MINUTE;
    known.set(minute, wall);
  }
  return wall;
}

/** A block on one day: the minutes at which somebody works, and where its grid begins. */
interface WorkedWindow {
  day: number;
  gridStart: number;
  minutes: Set<number>;
}

/** The windows of a day (counted from 1970), by asking what clocks show around it. */
export function workedOn({ blocks, timeZone }: ScheduleFacts, day: number): WorkedWindow[] {
  const date = EPOCH.add({ days: day });
  return blocks
    .filter(
      ({ weekday, validFrom, validUntil }) =>
        weekday === date.dayOfWeek &&
        (!validFrom || Temporal.PlainDate.compare(validFrom, date) <= 0) &&
        (!validUntil || Temporal.PlainDate.compare(date, validUntil) <= 0),
    )
    .map(({ fromMinute, toMinute }) => {
      const [from, to] = [day * 1440 + fromMinute, day * 1440 + toMinute];
      const minutes = new Set<number>();
      for (let minute = from - FARTHEST; minute < to + FARTHEST; minute++) {
        const wall = wallMinute(timeZone, minute);
        if (from <= wall && wall < to) minutes.add(minute);
      }
      return { day, gridStart: from, minutes };
    });
}

/** Whether a visit that begins at `minute` meets anything taken, or comes too near to it. */
function isTaken({ busy }: ScheduleFacts, visit: VisitShape, minute: number): boolean {
  return busy.some((taken) => {
    const buffered = taken.kind === "appointment" || taken.kind === "hold";
    const before = buffered ? Math.max(taken.bufferBefore, visit.bufferAfter) : 0;
    const after = buffered ? Math.max(taken.bufferAfter, visit.bufferBefore) : 0;
    return (
      taken.start / MINUTE - before < minute + visit.minutes && minute < taken.end / MINUTE + after
    );
  });
}

/** All free times on the days `from` to `to`, as `freeTimes` ought to give them. */
export function referenceSlots(
  facts: ScheduleFacts,
  visit: VisitShape,
  range: { from: LocalDay; to: LocalDay },
  now: number,
): Slot[] {
  const zone = facts.timeZone;
  const today = Math.floor(wallMinute(zone, Math.floor(now / MINUTE)) / 1440);
  const [first, last] = [range.from, range.to].map((day) => EPOCH.until(day).days);
  if (!facts.acceptingPatients || first === undefined || last === undefined) return [];
  const found: number[] = [];
  let yesterday: WorkedWindow[] = [];
  for (let day = first - 1; day <= last; day++) {
    const windows = workedOn(facts, day);
    for (const window of windows) {
      for (const minute of startsIn(window, visit, zone)) {
        const startsOn = Math.floor(wallMinute(zone, minute) / 1440);
        const length = Array.from({ length: visit.minutes }, (_, i) => minute + i);
        const belongsToTheNight =
          startsOn === day &&
          yesterday.some(({ minutes }) => length.some((worked) => minutes.has(worked)));
        if (
          startsOn >= first &&
          startsOn <= Math.min(last, today + facts.horizonDays) &&
          minute * MINUTE >= now + facts.minimumNoticeMinutes * MINUTE &&
          !belongsToTheNight &&
          !isTaken(facts, visit, minute)
        ) {
          found.push(minute);
        }
      }
    }
    yesterday = windows;
  }
  return found.sort((a, b) => a - b).map((minute) => slotAt(zone, minute, visit));
}

/** Every minute of a window that is on its grid, leaves room for the visit, and keeps the step. */
function startsIn({ minutes, gridStart }: WorkedWindow, visit: VisitShape, zone: string): number[] {
  const starts: number[] = [];
  for (const minute of [...minutes].sort((a, b) => a - b)) {
    const onGrid = (wallMinute(zone, minute) - gridStart) % visit.step === 0;
    const apart = minute >= (starts.at(-1) ?? -Infinity) + visit.step;
    if (onGrid && apart && fits(minutes, visit, minute)) starts.push(minute);
  }
  return starts;
}

function fits(minutes: Set<number>, visit: VisitShape, start: number): boolean {
  for (let i = 0; i < visit.minutes; i++) if (!minutes.has(start + i)) return false;
  return true;
}

function slotAt(zone: string, minute: number, visit: VisitShape): Slot {
  const start = minute * MINUTE;
  const shown = Temporal.Instant.fromEpochMilliseconds(start).toZonedDateTimeISO(zone);
  return {
    start,
    end: start + visit.minutes * MINUTE,
    date: shown.toPlainDate().toString() as LocalDay,
    time: shown.toPlainTime().toString({ smallestUnit: "minute" }),
  };
}
