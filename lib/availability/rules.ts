import { DAY, MINUTE, overlaps, type Interval } from "../time/interval.ts";
import { addDays, clockTime, toEpochDay, type LocalDay } from "../time/local-day.ts";
import { localDay } from "../time/zone.ts";
import type { Part } from "./schema.ts";
import { windowsOf, within, type Hours, type VisitShape, type Window } from "./windows.ts";

export type { VisitShape, WorkingBlock } from "./windows.ts";

/** A stretch that is taken, with the buffers (minutes) that its own visit type wants around it. */
export interface BusyTime extends Interval {
  bufferBefore: number;
  bufferAfter: number;
  kind: "appointment" | "hold" | "time_off" | "holiday";
}

/** Why a time is not free: what fills it, not the rules of new bookings. */
type Obstacle = Extract<
  Unavailable,
  "outside_hours" | "holiday" | "time_off" | "booked" | "held" | "buffer"
>;

/** Everything that decides a practitioner's free times. */
export interface ScheduleFacts extends Hours {
  acceptingPatients: boolean;
  minimumNoticeMinutes: number;
  horizonDays: number;
  busy: BusyTime[];
}

/** A free time: instants in milliseconds, and what the clinic's calendar and clocks show. */
export interface Slot extends Interval {
  date: LocalDay;
  time: string;
}

/** Why a time is not offered. */
export type Unavailable =
  | "past"
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
  let dayBefore = windowsOf(facts, addDays(first, -1), visit);
  for (let day = first; day <= last; day = addDays(day, 1)) {
    const today = windowsOf(facts, day, visit);
    const slots = slotsOn(day, dayBefore, today);
    const span = { start: slots[0]?.start ?? 0, end: slots.at(-1)?.end ?? 0 };
    const busy = facts.busy.filter((taken) => isNear(taken, visit, span));
    yield* slots.filter((slot) => slot.start >= earliest && !isTaken(busy, visit, slot));
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
  const slot = slotAt(facts, visit, startsAt);
  const [first] = objections(facts, visit, startsAt, now, slot);
  if (first) return { why: first.why };
  return slot ? { slot } : { why: "outside_hours" };
}

/** One thing that speaks against a time, with what has it where something does. */
export interface Objection {
  why: Unavailable;
  taken?: BusyTime;
}

/** Everything that speaks against a time; nothing, if it is free. The first is the plainest. */
export function objections(
  facts: ScheduleFacts,
  visit: VisitShape,
  startsAt: number,
  now: number,
  slot = slotAt(facts, visit, startsAt),
): Objection[] {
  const stretch = { start: startsAt, end: startsAt + visit.minutes * MINUTE };
  const against: Objection[] = [];
  const add = (why: Unavailable, holds: boolean) => holds && against.push({ why });
  const past = startsAt < now;
  add("past", past);
  add("not_accepting", !facts.acceptingPatients);
  add("notice", !past && startsAt < now + facts.minimumNoticeMinutes * MINUTE);
  add("horizon", localDay(facts.timeZone, startsAt) > lastBookableDay(facts, now));
  if (!slot) add(within(facts, stretch) ? "off_grid" : "outside_hours", true);
  return [...against, ...obstacles(facts.busy, visit, stretch)];
}

/** Why a visit that is agreed already would not fit any more: its own time and others' aside. */
export function closedFor(facts: ScheduleFacts, visit: Interval): Obstacle | null {
  const closed = facts.busy.find(
    (taken) => (taken.kind === "time_off" || taken.kind === "holiday") && overlaps(taken, visit),
  );
  if (closed) return TAKEN[closed.kind];
  return within(facts, visit) ? null : "outside_hours";
}

/**
 * Returns why a visit that is agreed with one doctor does not fit the schedule of another one: their hours, days
 * off, or other appointments. The grid, notice and horizon of new bookings do not count.
 */
export function obstacleFor(
  facts: ScheduleFacts,
  visit: VisitShape,
  agreed: Interval,
): Obstacle | null {
  const [taken] = obstacles(facts.busy, visit, agreed);
  return closedFor(facts, agreed) ?? taken?.why ?? null;
}

function slotAt(facts: ScheduleFacts, visit: VisitShape, startsAt: number): Slot | undefined {
  const day = localDay(facts.timeZone, startsAt);
  const dayBefore = windowsOf(facts, addDays(day, -1), visit);
  return slotsOn(day, dayBefore, windowsOf(facts, day, visit)).find(
    ({ start }) => start === startsAt,
  );
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

const isTaken = (busy: BusyTime[], visit: VisitShape, slot: Interval): boolean =>
  busy.some((taken) => isNear(taken, visit, slot));

/** What stands in the way of a visit: taken times, or their buffers (the wider one counts). */
function* obstacles(
  busy: BusyTime[],
  visit: VisitShape,
  slot: Interval,
): Generator<{ why: Obstacle; taken: BusyTime }> {
  const near: BusyTime[] = [];
  for (const taken of busy) {
    if (overlaps(taken, slot)) yield { why: TAKEN[taken.kind], taken };
    else if (isNear(taken, visit, slot)) near.push(taken);
  }
  for (const taken of near) yield { why: "buffer", taken };
}

/** Whether a visit would touch a taken time, with the distance that both want; days off want none. */
function isNear(taken: BusyTime, visit: VisitShape, slot: Interval): boolean {
  if (taken.kind === "time_off" || taken.kind === "holiday") return overlaps(taken, slot);
  const before = Math.max(taken.bufferBefore, visit.bufferAfter) * MINUTE;
  const after = Math.max(taken.bufferAfter, visit.bufferBefore) * MINUTE;
  return taken.start - before < slot.end && slot.start < taken.end + after;
}

function lastBookableDay(facts: ScheduleFacts, now: number): LocalDay {
  return addDays(localDay(facts.timeZone, now), facts.horizonDays);
}

const later = (a: LocalDay, b: LocalDay): LocalDay => (a > b ? a : b);
const earlier = (a: LocalDay, b: LocalDay): LocalDay => (a < b ? a : b);
