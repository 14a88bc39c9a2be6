import type { Interval } from "../time/interval.ts";
import type { LocalDay } from "../time/local-day.ts";
import type { PractitionerSchedule, VisitTypeFacts } from "./queries.ts";
import { freeTimes, partOf, type Slot } from "./rules.ts";
import type { Part } from "./schema.ts";

/** What one practitioner has to offer to a search: a kind of visit, on some of the clinic's days. */
export interface Offer {
  schedule: PractitionerSchedule;
  visitType: VisitTypeFacts;
  range: { from: LocalDay; to: LocalDay };
}

/** A free time, and whose. */
export interface OfferedTime extends Offer {
  slot: Slot;
}

/**
 * The free times of all `offers` that start in `stretch` (instants in milliseconds), the earliest
 * first; of one instant in the order of the offers. Lazy: a day of somebody's is looked at when all
 * that comes before it has been taken, so a few times out of many practitioners cost little.
 */
export function* earliestFirst(
  offers: readonly Offer[],
  stretch: Interval,
  part: Part | undefined,
  now: number,
): Generator<OfferedTime> {
  const queues = offers.flatMap((offer) => {
    const times = timesWithin(offer, stretch, part, now);
    const head = times.next();
    return head.done ? [] : [{ offer, times, head: head.value }];
  });
  for (;;) {
    let first = queues[0];
    for (const queue of queues) {
      if (first && queue.head.start < first.head.start) first = queue;
    }
    if (!first) return;
    yield { ...first.offer, slot: first.head };
    const next = first.times.next();
    if (next.done) queues.splice(queues.indexOf(first), 1);
    else first.head = next.value;
  }
}

function* timesWithin(
  { schedule, visitType, range }: Offer,
  { start, end }: Interval,
  part: Part | undefined,
  now: number,
): Generator<Slot, void> {
  for (const slot of freeTimes(schedule, visitType, range, now)) {
    if (slot.start >= end) return;
    if (slot.start >= start && (!part || partOf(slot.time) === part)) yield slot;
  }
}
