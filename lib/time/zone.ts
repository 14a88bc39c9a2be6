import { Temporal } from "temporal-polyfill";
import { DAY, merge, MINUTE, type Interval } from "./interval.ts";
import { parseInstant } from "./instant.ts";
import { clockTime, fromEpochDay, parseLocalDay, toEpochDay, type LocalDay } from "./local-day.ts";

/** A stretch in which a zone's clocks keep one distance from UTC. Wall time = instant + `offset`. */
export interface OffsetSegment extends Interval {
  offset: number;
}

const YEAR = 366 * DAY;
/** Beyond these, and a little more than a year around them, there is no calendar to keep. */
const BOUNDS = { start: Date.parse("1898-01-01"), end: Date.parse("2202-01-01") };
const segmentsByZone = new Map<string, OffsetSegment[]>();

/**
 * The stretches of constant offset that cover `[from, to)` in an IANA zone, in order.
 *
 * Everything else in this folder is arithmetic on these, so that a gap or a repetition of the
 * clocks needs no special case: a wall time that does not exist falls in no segment, and one that
 * occurs twice falls in two.
 *
 * @throws RangeError for an unknown zone, and for times before 1898 or after 2201.
 */
function offsetSegments(zone: string, from: number, to: number): OffsetSegment[] {
  if (!(from >= BOUNDS.start && to <= BOUNDS.end)) throw new RangeError("far from any calendar");
  // Widened to whole years, so that a few entries serve every request.
  const first = Math.floor(from / YEAR) * YEAR;
  const last = Math.ceil(to / YEAR) * YEAR;
  const key = `${zone} ${first} ${last}`;
  let segments = segmentsByZone.get(key);
  if (!segments) {
    segments = readSegments(zone, first, last);
    if (segmentsByZone.size >= 500) segmentsByZone.clear();
    segmentsByZone.set(key, segments);
  }
  return segments.filter((segment) => segment.start < to && from < segment.end);
}

function readSegments(zone: string, from: number, to: number): OffsetSegment[] {
  const segments: OffsetSegment[] = [];
  let at: Temporal.ZonedDateTime | null =
    Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(zone);
  while (at && at.epochMilliseconds < to) {
    const next: Temporal.ZonedDateTime | null = at.getTimeZoneTransition("next");
    segments.push({
      start: at.epochMilliseconds,
      end: next?.epochMilliseconds ?? Infinity,
      offset: at.offsetNanoseconds / 1e6,
    });
    at = next;
  }
  return segments;
}

function offsetAt(zone: string, instant: number): number {
  const [segment] = offsetSegments(zone, instant, instant + 1);
  return segment?.offset ?? 0;
}

/** The calendar day that `instant` falls on in `zone`. */
export function localDay(zone: string, instant: number): LocalDay {
  return fromEpochDay(Math.floor((instant + offsetAt(zone, instant)) / DAY));
}

/** The day that has begun somewhere: whatever is said to be later has certainly not been yet. */
export function latestDay(instant: number): LocalDay {
  return localDay("Pacific/Kiritimati", instant);
}

/** The time of day, `HH:MM`, that clocks in `zone` show at `instant`. */
export function localTime(zone: string, instant: number): string {
  const wall = instant + offsetAt(zone, instant);
  return clockTime(Math.floor((((wall % DAY) + DAY) % DAY) / MINUTE));
}

/**
 * The instants at which clocks in `zone` show a time in `[fromMinute, toMinute)`, minutes counted
 * from the midnight that starts `day` and allowed past 1440 for the next day. Usually one stretch;
 * two when the clocks go back in the middle of it and show its end twice; none inside a gap.
 */
export function wallWindow(
  zone: string,
  day: LocalDay,
  fromMinute: number,
  toMinute: number,
): { pieces: OffsetSegment[]; spans: Interval[] } {
  const midnight = toEpochDay(day) * DAY;
  const wallFrom = midnight + fromMinute * MINUTE;
  const wallTo = midnight + toMinute * MINUTE;
  const pieces = offsetSegments(zone, wallFrom - DAY, wallTo + DAY)
    .map(({ start, end, offset }) => ({
      start: Math.max(start, wallFrom - offset),
      end: Math.min(end, wallTo - offset),
      offset,
    }))
    .filter((piece) => piece.start < piece.end);
  return { pieces, spans: merge(pieces) };
}

/**
 * The instants at which clocks in `zone` begin to show `minute` of `day`, in order: none inside a
 * gap, two where the clocks go back over it.
 */
export function wallInstants(zone: string, day: LocalDay, minute: number): number[] {
  return wallWindow(zone, day, minute, minute + 1).pieces.map(({ start }) => start);
}

/** The instants of a calendar day, usually 24 hours of them. */
export function dayInterval(zone: string, day: LocalDay): Interval {
  const { spans } = wallWindow(zone, day, 0, 1440);
  return { start: spans[0]?.start ?? 0, end: spans.at(-1)?.end ?? 0 };
}

/** Returns when a day of a zone began, or the instant that is given instead of one; in milliseconds since 1970. */
export function beginOf(dayOrInstant: string, timeZone: string): number {
  const day = parseLocalDay(dayOrInstant);
  return day ? dayInterval(timeZone, day).start : parseInstant(dayOrInstant);
}
