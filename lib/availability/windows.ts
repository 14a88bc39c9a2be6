import { contains, DAY, merge, MINUTE, type Interval } from "../time/interval.ts";
import { addDays, toEpochDay, weekdayOf, type LocalDay, type Weekday } from "../time/local-day.ts";
import { dayInterval, localDay, wallWindow } from "../time/zone.ts";

/** Weekly hours in the clinic's wall time; `toMinute` is past 1440 when they cross midnight. */
export interface WorkingBlock {
  weekday: Weekday;
  fromMinute: number;
  toMinute: number;
  validFrom: LocalDay | null;
  validUntil: LocalDay | null;
}

/** What a visit needs, in minutes. */
export interface VisitShape {
  minutes: number;
  bufferBefore: number;
  bufferAfter: number;
  step: number;
}

/** What decides when somebody works. */
export interface Hours {
  timeZone: string;
  blocks: readonly WorkingBlock[];
}

/** One block on one day: what of it exists as instants, and the visits that fit in it. */
export interface Window {
  spans: Interval[];
  visits: WallVisit[];
}

/** A visit's instants, with the wall time at its start in the same unit (see `OffsetSegment`). */
export interface WallVisit extends Interval {
  wall: number;
}

/** The windows that begin on a day. */
export function windowsOf({ timeZone, blocks }: Hours, day: LocalDay, visit: VisitShape): Window[] {
  return blocksOn(blocks, day).map((block) => windowOf(timeZone, day, block, visit));
}

/** The blocks that are worked on a day. */
export function blocksOn(blocks: readonly WorkingBlock[], day: LocalDay): WorkingBlock[] {
  const weekday = weekdayOf(day);
  return blocks.filter(
    (block) =>
      block.weekday === weekday &&
      (block.validFrom === null || block.validFrom <= day) &&
      (block.validUntil === null || day <= block.validUntil),
  );
}

/** The first instant from `at` on, on the clinic's days of `range`, that lies in hours; or Infinity. */
export function opensAt(
  { timeZone, blocks }: Hours,
  range: { from: LocalDay; to: LocalDay },
  at: number,
): number {
  const earliest = Math.max(at, dayInterval(timeZone, range.from).start);
  // What began the day before may go on past midnight.
  for (let day = addDays(range.from, -1); day <= range.to; day = addDays(day, 1)) {
    const open = blocksOn(blocks, day)
      .flatMap(({ fromMinute, toMinute }) => wallWindow(timeZone, day, fromMinute, toMinute).spans)
      .filter(({ end }) => end > earliest);
    if (open.length > 0) return Math.max(earliest, Math.min(...open.map(({ start }) => start)));
  }
  return Infinity;
}

/** Whether all of a stretch lies in working hours, be they of one window or of several that touch. */
export function within({ timeZone, blocks }: Hours, stretch: Interval): boolean {
  const day = localDay(timeZone, stretch.start);
  const spans = [-1, 0, 1].flatMap((offset) => {
    const on = addDays(day, offset);
    return blocksOn(blocks, on).flatMap(
      (block) => wallWindow(timeZone, on, block.fromMinute, block.toMinute).spans,
    );
  });
  return merge(spans).some((span) => contains(span, stretch));
}

/**
 * Starts lie on the wall-clock grid that begins with the window. In elapsed time they are at least
 * a step apart, which only matters where the clocks change by less than a step.
 */
function windowOf(zone: string, day: LocalDay, block: WorkingBlock, visit: VisitShape): Window {
  const { pieces, spans } = wallWindow(zone, day, block.fromMinute, block.toMinute);
  const gridStart = toEpochDay(day) * DAY + block.fromMinute * MINUTE;
  const step = visit.step * MINUTE;
  const visits: WallVisit[] = [];
  for (const { start: from, end: until, offset } of pieces) {
    const behind = from + offset - gridStart;
    let start = from + (Math.ceil(behind / step) * step - behind);
    for (; start < until; start += step) {
      const next = { start, end: start + visit.minutes * MINUTE, wall: start + offset };
      const last = visits.at(-1);
      if (last && start < last.start + step) continue;
      if (spans.some((span) => contains(span, next))) visits.push(next);
    }
  }
  return { spans, visits };
}
