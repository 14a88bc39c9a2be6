import { contains, DAY, MINUTE, overlaps, type Interval } from "../time/interval.ts";
import {
  addDays,
  clockTime,
  daysBetween,
  toEpochDay,
  weekdayOf,
  type LocalDay,
  type Weekday,
} from "../time/local-day.ts";
import { localDay, wallWindow } from "../time/zone.ts";
import type { Part } from "./schema.ts";

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

/** A stretch that is taken, with the buffers (minutes) that its own visit type wants around it. */
export interface BusyTime extends Interval {
  bufferBefore: number;
  bufferAfter: number;
  kind: "appointment" | "hold" | "time_off" | "holiday";
}

/** Everything that decides a practitioner's free times. */
export interface ScheduleFacts {
  timeZone: string;
  acceptingPatients: boolean;
  minimumNoticeMinutes: number;
  horizonDays: number;
  blocks: WorkingBlock[];
  busy: BusyTime[];
}

/** A free time: instants in milliseconds, and what the clinic's calendar and clocks show. */
export interface Slot extends Interval {
  date: LocalDay;
  time: string;
}

/** Why a time is not offered. */
export type Unavailable =
  | "not_accepting"
  | "notice"
  | "horizon"
  | "outside_hours"
  | "off_grid"
  | "holiday"
  | "time_off"
  | "booked"
  | "held"
  | "buffer";

/**
 * The free times of one practitioner for one visit type on the clinic's days `from` to `to`, both
 * included, in order. The page, the booking check and the API all ask this and nothing else.
 *
 * A slot belongs to the day on which it starts, so the answer for a range is the union of the
 * answers for its days; a night that began the day before is looked at for its second half.
 */
export function* freeTimes(
  facts: ScheduleFacts,
  visit: VisitShape,
  range: { from: LocalDay; to: LocalDay },
  now: number,
): Generator<Slot> {
  if (!facts.acceptingPatients) return;
  const earliest = now + facts.minimumNoticeMinutes * MINUTE;
  const first = later(range.from, localDay(facts.timeZone, earliest));
  const last = earlier(range.to, lastBookableDay(facts, now));
  const busy = facts.busy.map((taken) => withBuffers(taken, visit));
  let dayBefore = windowsOf(facts, addDays(first, -1), visit);
  for (let day = first; daysBetween(day, last) >= 0; day = addDays(day, 1)) {
    const today = windowsOf(facts, day, visit);
    const slots = slotsOn(day, dayBefore, today);
    const span = { start: slots[0]?.start ?? 0, end: slots.at(-1)?.end ?? 0 };
    const near = busy.filter(({ kept }) => overlaps(kept, span));
    yield* slots.filter((slot) => slot.start >= earliest && !obstacle(near, slot));
    dayBefore = today;
  }
}

/** The part of the clinic's day that a slot's `time` lies in: before noon, before five, after. */
export function partOf(time: string): Part {
  if (time < "12:00") return "morning";
  return time < "17:00" ? "afternoon" : "evening";
}

/** Whether one time is free, and if not, why; `startsAt` in milliseconds. */
export function judgeTime(
  facts: ScheduleFacts,
  visit: VisitShape,
  startsAt: number,
  now: number,
): { slot: Slot } | { why: Unavailable } {
  const day = localDay(facts.timeZone, startsAt);
  const candidate = { start: startsAt, end: startsAt + visit.minutes * MINUTE };
  if (!facts.acceptingPatients) return { why: "not_accepting" };
  if (startsAt < now + facts.minimumNoticeMinutes * MINUTE) return { why: "notice" };
  if (daysBetween(lastBookableDay(facts, now), day) > 0) return { why: "horizon" };
  const dayBefore = windowsOf(facts, addDays(day, -1), visit);
  const today = windowsOf(facts, day, visit);
  const slot = slotsOn(day, dayBefore, today).find(({ start }) => start === startsAt);
  if (slot) {
    const why = obstacle(
      facts.busy.map((taken) => withBuffers(taken, visit)),
      slot,
    );
    return why ? { why } : { slot };
  }
  const within = [...dayBefore, ...today].some(({ spans }) =>
    spans.some((span) => contains(span, candidate)),
  );
  return { why: within ? "off_grid" : "outside_hours" };
}

/** One block on one day: what of it exists as instants, and the visits that fit in it. */
interface Window {
  spans: Interval[];
  visits: WallVisit[];
}

/** A visit's instants, with the wall time at its start in the same unit (see `OffsetSegment`). */
interface WallVisit extends Interval {
  wall: number;
}

function windowsOf(facts: ScheduleFacts, day: LocalDay, visit: VisitShape): Window[] {
  const weekday = weekdayOf(day);
  return facts.blocks
    .filter(
      (block) =>
        block.weekday === weekday &&
        (block.validFrom === null || block.validFrom <= day) &&
        (block.validUntil === null || day <= block.validUntil),
    )
    .map((block) => windowOf(facts.timeZone, day, block, visit));
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

/** A window that began the day before keeps its times where one of today's overlaps it. */
function slotsOn(day: LocalDay, dayBefore: Window[], today: Window[]): Slot[] {
  const taken = dayBefore.flatMap((window) => window.spans);
  const own = today
    .flatMap((window) => window.visits)
    .filter((visit) => !taken.some((span) => overlaps(span, visit)));
  const midnight = toEpochDay(day) * DAY;
  return [...dayBefore.flatMap((window) => window.visits), ...own]
    .filter(({ wall }) => midnight <= wall && wall < midnight + DAY)
    .sort((a, b) => a.start - b.start)
    .map(({ start, end, wall }) => ({
      start,
      end,
      date: day,
      time: clockTime((wall - midnight) / MINUTE),
    }));
}

/** What a taken time is called when it stands in the way. */
const TAKEN = {
  appointment: "booked",
  hold: "held",
  time_off: "time_off",
  holiday: "holiday",
} as const satisfies Record<BusyTime["kind"], Unavailable>;

/** A taken time and the stretch around it that a visit has to leave free. */
interface KeptTime extends BusyTime {
  kept: Interval;
}

/** Of two buffers that meet, the wider counts. */
function withBuffers(taken: BusyTime, visit: VisitShape): KeptTime {
  const { start, end, kind } = taken;
  if (kind === "time_off" || kind === "holiday") return { ...taken, kept: { start, end } };
  const kept = {
    start: start - Math.max(taken.bufferBefore, visit.bufferAfter) * MINUTE,
    end: end + Math.max(taken.bufferAfter, visit.bufferBefore) * MINUTE,
  };
  return { ...taken, kept };
}

/** What stands in the way of a visit: nothing, a taken time, or a buffer. */
function obstacle(busy: readonly KeptTime[], slot: Interval): Unavailable | null {
  let why: Unavailable | null = null;
  for (const taken of busy) {
    if (overlaps(taken, slot)) return TAKEN[taken.kind];
    if (overlaps(taken.kept, slot)) why = "buffer";
  }
  return why;
}

function lastBookableDay(facts: ScheduleFacts, now: number): LocalDay {
  return addDays(localDay(facts.timeZone, now), facts.horizonDays);
}

const later = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b);
const earlier = (a: LocalDay, b: LocalDay): LocalDay => (a < b ? a : b);
