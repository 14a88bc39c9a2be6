import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { referenceSlots, wallMinute, workedOn } from "../testing/reference-slots.ts";
import { sized } from "../testing/size.ts";
import { DAY, MINUTE } from "../time/interval.ts";
import { addDays, daysBetween, toEpochDay, type LocalDay } from "../time/local-day.ts";
import { localDay } from "../time/zone.ts";
import {
  freeTimes,
  judgeTime,
  type ScheduleFacts,
  type Unavailable,
  type VisitShape,
  type WorkingBlock,
} from "./rules.ts";

/** Whether clocks change there in 2026 and 2027. */
const CHANGE = {
  "America/New_York": true,
  "Europe/Berlin": true,
  "Asia/Kolkata": false,
  // By half an hour.
  "Australia/Lord_Howe": true,
  "Pacific/Apia": false,
  // For Ramadan, so on other days every year, and to another standard time in September 2026: how
  // often depends on the age of the zone database.
  "Africa/Casablanca": true,
  // At midnight: a day that begins at 01:00, and one whose last hour comes twice.
  "Africa/Cairo": true,
};
const ZONES = Object.keys(CHANGE) as (keyof typeof CHANGE)[];
const ORDINARY = ["2026-01-06", "2027-02-28", "2027-03-01", "2027-12-31", "2028-02-29"];

/** The days on which clocks change in 2026 and 2027, as the zone database has them. */
function changesOf(zone: string): LocalDay[] {
  const days: LocalDay[] = [];
  let at = Temporal.ZonedDateTime.from(`2026-01-01T00:00[${zone}]`).getTimeZoneTransition("next");
  for (; at && at.year < 2028; at = at.getTimeZoneTransition("next")) {
    days.push(at.subtract({ nanoseconds: 1 }).toPlainDate().toString() as LocalDay);
  }
  return days;
}

// ── What is drawn ───────────────────────────────────────────────────────────────────────────────

const fives = (from: number, to: number) =>
  fc.integer({ min: from / 5, max: to / 5 }).map((count) => count * 5);
const buffer = fc.oneof(fc.constant(0), fives(0, 45));

/** Hours of every shape: several a day, past midnight, round the clock, for a few days only. */
const block = fc.record({
  weekday: fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
  fromMinute: fives(0, 1435),
  length: fc.oneof(fives(10, 480), fives(10, 1440), fc.constant(1440)),
  validFrom: fc.option(fc.integer({ min: -3, max: 3 }), { freq: 3 }),
  validUntil: fc.option(fc.integer({ min: -3, max: 3 }), { freq: 3 }),
});

const visits: fc.Arbitrary<VisitShape> = fc.record({
  minutes: fives(5, 120),
  bufferBefore: buffer,
  bufferAfter: buffer,
  step: fives(5, 90),
});

const taken = fc.record({
  // Minutes after the first day's midnight in UTC, and how many.
  after: fc.integer({ min: -1440, max: 4 * 1440 }),
  length: fc.oneof(fc.integer({ min: 1, max: 300 }), fc.constant(2000)),
  bufferBefore: buffer,
  bufferAfter: buffer,
  kind: fc.constantFrom("appointment", "hold", "time_off", "holiday"),
});

const schedules = fc.record({
  acceptingPatients: fc.constantFrom(true, true, true, true, true, true, true, false),
  minimumNoticeMinutes: fc.constantFrom(0, 0, 1, 120, 2880),
  horizonDays: fc.constantFrom(1, 2, 90, 730),
  /** How long before the first day's midnight in UTC it is now, in minutes. */
  ahead: fc.oneof(fc.integer({ min: -1500, max: 3000 }), fc.constant(60 * 1440)),
  daysBefore: fc.integer({ min: 0, max: 1 }),
  daysAfter: fc.integer({ min: 0, max: 1 }),
  blocks: fc.array(block, { minLength: 1, maxLength: 8 }),
  /** Half of all schedules work every day, so that the day in question is seldom a free one. */
  daily: fc.boolean(),
  visit: visits,
  busy: fc.array(taken, { maxLength: 6 }),
});
type Drawn = typeof schedules extends fc.Arbitrary<infer T> ? T : never;

/** A schedule around `day`: blocks that the database would take, and days instead of numbers. */
function scheduleAround(timeZone: string, day: LocalDay, drawn: Drawn) {
  const { ahead, daysBefore, daysAfter, blocks, daily, visit, busy, ...booking } = drawn;
  const midnight = toEpochDay(day) * DAY;
  const spread = blocks.flatMap((one) =>
    daily ? [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ ...one, weekday })) : [one],
  );
  const apart: WorkingBlock[] = [];
  for (const { weekday, fromMinute, length, validFrom, validUntil } of spread) {
    const toMinute = fromMinute + length;
    const clash = apart.some(
      (other) =>
        other.weekday === weekday && other.fromMinute < toMinute && fromMinute < other.toMinute,
    );
    if (clash || (validFrom ?? -9) > (validUntil ?? 9)) continue;
    apart.push({
      weekday: weekday as 1,
      fromMinute,
      toMinute,
      validFrom: validFrom === null ? null : addDays(day, validFrom),
      validUntil: validUntil === null ? null : addDays(day, validUntil),
    });
  }
  const facts: ScheduleFacts = {
    ...booking,
    timeZone,
    blocks: apart,
    busy: busy.map(({ after, length, ...rest }) => {
      const start = midnight + after * MINUTE;
      return { ...rest, kind: rest.kind as "hold", start, end: start + length * MINUTE };
    }),
  };
  const range = { from: addDays(day, -daysBefore), to: addDays(day, daysAfter) };
  return { facts, visit, range, now: midnight - ahead * MINUTE };
}
type Given = ReturnType<typeof scheduleAround>;

const slotsOf = ({ facts, visit, range, now }: Given, part = range) => [
  ...freeTimes(facts, visit, part, now),
];

/** Asserts `holds` for schedules around every day of interest: `runs` on each. */
function always(zone: string, runs: number, holds: (given: Given) => void): void {
  for (const [i, day] of [...changesOf(zone), ...(ORDINARY as LocalDay[])].entries()) {
    fc.assert(
      fc.property(schedules, (drawn) => {
        holds(scheduleAround(zone, day, drawn));
      }),
      // Each day other schedules, and the same ones on every run.
      { numRuns: runs, seed: 20261124 + i },
    );
  }
}

it("finds the changes of clocks where there are any", () => {
  const found = ZONES.map((zone) => [zone, changesOf(zone).length > 2]);
  expect(Object.fromEntries(found)).toEqual(CHANGE);
});

describe.each(ZONES)("in %s, on the days of clock changes and leap days", (zone) => {
  it("offers exactly what a search minute by minute finds", () => {
    let found = 0;
    always(zone, sized(10, 20), (given) => {
      const slots = slotsOf(given);
      expect(slots).toEqual(referenceSlots(given.facts, given.visit, given.range, given.now));
      found += slots.length;
    });
    expect(found).toBeGreaterThan(250);
  });

  it("keeps slots apart, on the grid, within hours, and away from all that is taken", () => {
    always(zone, sized(5, 10), (given) => {
      const { facts, visit } = given;
      const slots = slotsOf(given);
      for (const [i, { start, end }] of slots.entries()) {
        expect(end - start).toBe(visit.minutes * MINUTE);
        const next = slots[i + 1]?.start ?? Infinity;
        expect(next).toBeGreaterThanOrEqual(visit.step >= visit.minutes ? end : start + 1);
        const minute = start / MINUTE;
        const day = Math.floor(wallMinute(zone, minute) / 1440);
        const window = [...workedOn(facts, day - 1), ...workedOn(facts, day)].find(
          ({ gridStart, minutes }) =>
            (wallMinute(zone, minute) - gridStart) % visit.step === 0 &&
            Array.from({ length: visit.minutes }, (_, m) => minute + m).every((m) =>
              minutes.has(m),
            ),
        );
        expect(window).toBeDefined();
        for (const { kind, bufferBefore, bufferAfter, ...away } of facts.busy) {
          const kept = kind === "appointment" || kind === "hold";
          const before = kept ? Math.max(bufferBefore, visit.bufferAfter) * MINUTE : 0;
          const after = kept ? Math.max(bufferAfter, visit.bufferBefore) * MINUTE : 0;
          expect(end <= away.start - before || away.end + after <= start).toBe(true);
        }
      }
    });
  });

  it("answers for a range what it answers for its parts", () => {
    always(zone, sized(5, 10), (given) => {
      const { from, to } = given.range;
      const whole = slotsOf(given);
      for (let cut = from; cut < to; cut = addDays(cut, 1)) {
        const parts = [
          { from, to: cut },
          { from: addDays(cut, 1), to },
        ];
        expect(parts.flatMap((part) => slotsOf(given, part))).toEqual(whole);
      }
    });
  });
});

it.each(ZONES)(
  "judges every minute in %s as it is offered, and says what is in the way",
  (zone) => {
    always(zone, sized(1, 2), (given) => {
      const { facts, visit, range, now } = given;
      const offered = new Map(slotsOf(given).map((slot) => [slot.start, slot]));
      const first = toEpochDay(range.from) * DAY - 14 * 60 * MINUTE;
      const last = toEpochDay(range.to) * DAY + 38 * 60 * MINUTE;
      // Collected, because a call of `expect` for each of half a million minutes takes most of the time.
      const misjudged: unknown[] = [];
      for (let at = first; at < last; at += MINUTE) {
        const day = localDay(zone, at);
        if (day < range.from || range.to < day) continue;
        const verdict = judgeTime(facts, visit, at, now);
        const slot = offered.get(at);
        const right = slot
          ? isDeepStrictEqual(verdict, { slot })
          : "why" in verdict &&
            !("slot" in verdict) &&
            reasons(given, at, day).includes(verdict.why);
        if (!right) misjudged.push({ at, day, slot, verdict });
      }
      expect(misjudged).toEqual([]);
    });
  },
);

/** The first of these reasons that applies must be given; any other reason only if none applies. */
function reasons({ facts, now }: Given, at: number, day: LocalDay): Unavailable[] {
  if (at < now) return ["past"];
  if (!facts.acceptingPatients) return ["not_accepting"];
  if (at < now + facts.minimumNoticeMinutes * MINUTE) return ["notice"];
  if (daysBetween(localDay(facts.timeZone, now), day) > facts.horizonDays) return ["horizon"];
  return ["outside_hours", "off_grid", "holiday", "time_off", "booked", "held", "buffer"];
}
