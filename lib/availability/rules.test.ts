import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { MINUTE, overlaps } from "../time/interval.ts";
import {
  addDays,
  fromEpochDay,
  parseLocalDay,
  toEpochDay,
  type LocalDay,
} from "../time/local-day.ts";
import { localDay, localTime } from "../time/zone.ts";
import { freeTimes, judgeTime, type ScheduleFacts, type VisitShape } from "./rules.ts";

const ZONES = [
  "America/New_York",
  "Europe/Berlin",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "Africa/Casablanca",
];

const day = (text: string): LocalDay => {
  const parsed = parseLocalDay(text);
  if (!parsed) throw new Error(text);
  return parsed;
};
const HALF_HOUR: VisitShape = { minutes: 30, bufferBefore: 0, bufferAfter: 0, step: 30 };
const LONG_AGO = Date.parse("2025-12-01T00:00:00Z");

const facts = (given: Partial<ScheduleFacts>): ScheduleFacts => ({
  timeZone: "America/New_York",
  acceptingPatients: true,
  minimumNoticeMinutes: 0,
  horizonDays: 730,
  blocks: [],
  busy: [],
  ...given,
});
const everyDay = (fromMinute: number, toMinute: number): ScheduleFacts["blocks"] =>
  ([1, 2, 3, 4, 5, 6, 7] as const).map((weekday) => ({
    weekday,
    fromMinute,
    toMinute,
    validFrom: null,
    validUntil: null,
  }));

function timesOn(given: Partial<ScheduleFacts>, on: string, visit = HALF_HOUR): string[] {
  const range = { from: day(on), to: day(on) };
  return [...freeTimes(facts(given), visit, range, LONG_AGO)].map(
    ({ start, time }) => `${time} ${new Date(start).toISOString().slice(11, 16)}Z`,
  );
}

describe("on the days when clocks change", () => {
  // cal.com #30021: hours that start at or after 13:00 moved by an hour on these two days.
  it.each([
    ["2026-03-08", "13:00 17:00Z", "17:30 21:30Z"],
    ["2026-11-01", "13:00 18:00Z", "17:30 22:30Z"],
  ])("keeps 13:00-18:00 in New York on %s", (on, first, last) => {
    const times = timesOn({ blocks: everyDay(780, 1080) }, on);
    expect(times).toHaveLength(10);
    expect([times[0], times.at(-1)]).toEqual([first, last]);
  });

  it("offers no time in the spring gap", () => {
    expect(timesOn({ blocks: everyDay(60, 240) }, "2026-03-08")).toEqual([
      "01:00 06:00Z",
      "01:30 06:30Z",
      "03:00 07:00Z",
      "03:30 07:30Z",
    ]);
  });

  it("offers both occurrences in the autumn overlap", () => {
    expect(timesOn({ blocks: everyDay(60, 120) }, "2026-11-01")).toEqual([
      "01:00 05:00Z",
      "01:30 05:30Z",
      "01:00 06:00Z",
      "01:30 06:30Z",
    ]);
  });

  it("measures a visit in elapsed time across the gap", () => {
    const hour = { ...HALF_HOUR, minutes: 60 };
    const [first] = freeTimes(
      facts({ blocks: everyDay(90, 240) }),
      hour,
      { from: day("2026-03-08"), to: day("2026-03-08") },
      LONG_AGO,
    );
    expect(new Date(first?.start ?? 0).toISOString()).toBe("2026-03-08T06:30:00.000Z");
    expect(new Date(first?.end ?? 0).toISOString()).toBe("2026-03-08T07:30:00.000Z");
  });

  it("skips a day that a zone skipped, and keeps the ones around it", () => {
    // Samoa had no 30 December 2011.
    const given = facts({ timeZone: "Pacific/Apia", blocks: everyDay(540, 600) });
    const range = { from: day("2011-12-29"), to: day("2011-12-31") };
    const then = Date.parse("2011-12-01T00:00:00Z");
    expect([...freeTimes(given, HALF_HOUR, range, then)].map(({ date }) => date)).toEqual([
      "2011-12-29",
      "2011-12-29",
      "2011-12-31",
      "2011-12-31",
    ]);
  });
});

describe("a window across midnight", () => {
  const night = [
    { weekday: 1, fromMinute: 1320, toMinute: 1800, validFrom: null, validUntil: null },
  ] as const;

  // medplum: Monday 22-06 gave nothing for Tuesday 01:00.
  it("is still there on the next day", () => {
    // 2026-01-05 is a Monday.
    const tuesday = timesOn({ blocks: [...night] }, "2026-01-06");
    expect(tuesday[0]).toBe("00:00 05:00Z");
    expect(tuesday.at(-1)).toBe("05:30 10:30Z");
    expect(timesOn({ blocks: [...night] }, "2026-01-05")).toHaveLength(4);
  });

  it("keeps its times where the next day's hours overlap it", () => {
    const early = {
      weekday: 2,
      fromMinute: 345,
      toMinute: 480,
      validFrom: null,
      validUntil: null,
    } as const;
    const times = timesOn({ blocks: [...night, early] }, "2026-01-06");
    expect(times.slice(-5)).toEqual([
      "05:00 10:00Z",
      "05:30 10:30Z",
      "06:15 11:15Z",
      "06:45 11:45Z",
      "07:15 12:15Z",
    ]);
  });
});

it("computes evenings in the clinic's zone, whatever the server's", () => {
  // medplum #8417: 18:00-21:00 in New York is already tomorrow in UTC.
  const times = timesOn({ blocks: everyDay(1080, 1260) }, "2026-01-06");
  expect([times[0], times.at(-1)]).toEqual(["18:00 23:00Z", "20:30 01:30Z"]);
});

describe("what is taken", () => {
  const taken = (
    from: string,
    to: string,
    buffers: Partial<Record<"bufferBefore" | "bufferAfter", number>> = {},
  ) => ({
    start: Date.parse(from),
    end: Date.parse(to),
    bufferBefore: 0,
    bufferAfter: 0,
    kind: "appointment" as const,
    ...buffers,
  });
  const blocks = everyDay(540, 720);

  it("leaves adjacent times free, and keeps the wider buffer", () => {
    const busy = [taken("2026-01-06T15:00:00Z", "2026-01-06T15:30:00Z")];
    expect(timesOn({ blocks, busy }, "2026-01-06")).toHaveLength(5);
    const buffered = [taken("2026-01-06T15:00:00Z", "2026-01-06T15:30:00Z", { bufferAfter: 10 })];
    expect(timesOn({ blocks, busy: buffered }, "2026-01-06")).toHaveLength(4);
    const visit = { ...HALF_HOUR, bufferBefore: 10, bufferAfter: 10 };
    expect(timesOn({ blocks, busy }, "2026-01-06", visit)).toHaveLength(3);
  });

  it("is explained", () => {
    const given = facts({
      blocks,
      horizonDays: 60,
      minimumNoticeMinutes: 120,
      busy: [
        taken("2026-01-06T15:00:00Z", "2026-01-06T15:30:00Z", { bufferAfter: 10 }),
        { ...taken("2026-01-07T00:00:00Z", "2026-01-08T00:00:00Z"), kind: "time_off" },
      ],
    });
    const now = Date.parse("2026-01-06T13:00:00Z");
    const why = (at: string, of = given) => {
      const verdict = judgeTime(of, HALF_HOUR, Date.parse(at), now);
      return "why" in verdict ? verdict.why : "free";
    };
    expect(why("2026-01-06T16:00:00Z")).toBe("free");
    expect(why("2026-01-06T15:00:00Z")).toBe("booked");
    expect(why("2026-01-06T15:30:00Z")).toBe("buffer");
    expect(why("2026-01-06T14:30:00Z")).toBe("notice");
    expect(why("2026-01-07T15:00:00Z")).toBe("time_off");
    expect(why("2026-01-06T22:00:00Z")).toBe("outside_hours");
    expect(why("2026-01-06T16:10:00Z")).toBe("off_grid");
    expect(why("2026-04-06T15:00:00Z")).toBe("horizon");
    expect(why("2026-01-06T16:00:00Z", { ...given, acceptingPatients: false })).toBe(
      "not_accepting",
    );
  });
});

// ── Properties ──────────────────────────────────────────────────────────────────────────────────

const minutes = (from: number, to: number) =>
  fc.integer({ min: from / 15, max: to / 15 }).map((quarters) => quarters * 15);

const schedules = fc.record({
  timeZone: fc.constantFrom(...ZONES),
  // Every day of 2026 and 2027, so every change of clocks in them.
  first: fc.integer({ min: toEpochDay(day("2026-01-01")), max: toEpochDay(day("2027-12-25")) }),
  days: fc.integer({ min: 1, max: 6 }),
  blocks: fc.array(
    fc
      .record({
        weekday: fc.constantFrom(1, 2, 3, 4, 5, 6, 7),
        fromMinute: minutes(0, 1425),
        length: minutes(15, 1440),
      })
      .map(({ weekday, fromMinute, length }) => ({
        weekday,
        fromMinute,
        toMinute: fromMinute + length,
        validFrom: null,
        validUntil: null,
      })),
    { maxLength: 6 },
  ),
  visit: fc
    .record({
      minutes: minutes(15, 120),
      bufferBefore: minutes(0, 30),
      bufferAfter: minutes(0, 30),
    })
    .map((shape) => ({ ...shape, step: shape.minutes })),
  busy: fc.array(
    fc.record({
      after: fc.integer({ min: -600, max: 6 * 1440 }),
      length: fc.integer({ min: 10, max: 300 }),
      bufferBefore: minutes(0, 30),
      bufferAfter: minutes(0, 30),
      kind: fc.constantFrom("appointment" as const, "time_off" as const),
    }),
    { maxLength: 8 },
  ),
});
type Drawn = typeof schedules extends fc.Arbitrary<infer T> ? T : never;

function given({ timeZone, first, days, blocks, visit, busy }: Drawn) {
  const apart = blocks.filter((block, i) =>
    blocks
      .slice(0, i)
      .every(
        (other) =>
          other.weekday !== block.weekday ||
          other.toMinute <= block.fromMinute ||
          block.toMinute <= other.fromMinute,
      ),
  );
  const start = first * 86_400_000;
  const schedule = facts({
    timeZone,
    blocks: apart,
    horizonDays: 1000,
    busy: busy.map(({ after, length, ...rest }) => ({
      start: start + after * MINUTE,
      end: start + (after + length) * MINUTE,
      ...rest,
    })),
  });
  const from = fromEpochDay(first);
  const to = addDays(from, days - 1);
  return {
    schedule,
    visit,
    from,
    to,
    slots: [...freeTimes(schedule, visit, { from, to }, LONG_AGO)],
  };
}

/** The wall time at an instant by another road than the code under test. */
const wallAt = (zone: string, instant: number) =>
  Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);

describe("whatever the zone, the day and the hours", () => {
  const runs = { numRuns: 400 };

  it("slots never overlap each other, nor anything taken with its buffers", () => {
    fc.assert(
      fc.property(schedules, (drawn) => {
        const { schedule, visit, slots } = given(drawn);
        for (const [i, slot] of slots.entries()) {
          const next = slots[i + 1];
          if (next) expect(slot.end).toBeLessThanOrEqual(next.start);
          for (const taken of schedule.busy) {
            const appointment = taken.kind === "appointment";
            const before = appointment ? Math.max(taken.bufferBefore, visit.bufferAfter) : 0;
            const after = appointment ? Math.max(taken.bufferAfter, visit.bufferBefore) : 0;
            const kept = { start: taken.start - before * MINUTE, end: taken.end + after * MINUTE };
            expect(overlaps(slot, kept)).toBe(false);
          }
        }
      }),
      runs,
    );
  });

  it("slots lie within working hours for as long as they last, and say the time that clocks show", () => {
    fc.assert(
      fc.property(schedules, (drawn) => {
        const { schedule, slots } = given(drawn);
        for (const { start, end, date, time } of slots) {
          const wall = wallAt(schedule.timeZone, start);
          expect(`${date} ${time}`).toBe(
            wall.toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " "),
          );
          expect([localDay(schedule.timeZone, start), localTime(schedule.timeZone, start)]).toEqual(
            [date, time],
          );
          for (let at = start; at < end; at += 15 * MINUTE) {
            const { dayOfWeek, hour, minute } = wallAt(schedule.timeZone, at);
            const ofDay = hour * 60 + minute;
            const yesterday = dayOfWeek === 1 ? 7 : dayOfWeek - 1;
            const works = schedule.blocks.some(
              ({ weekday, fromMinute, toMinute }) =>
                (weekday === dayOfWeek && fromMinute <= ofDay && ofDay < toMinute) ||
                (weekday === yesterday && fromMinute <= ofDay + 1440 && ofDay + 1440 < toMinute),
            );
            expect(works).toBe(true);
          }
        }
      }),
      runs,
    );
  });

  it("the answer for a range is the union of the answers for its days", () => {
    fc.assert(
      fc.property(schedules, (drawn) => {
        const { schedule, visit, from, to, slots } = given(drawn);
        const parts = [];
        for (let on = from; on <= to; on = addDays(on, 1)) {
          parts.push(...freeTimes(schedule, visit, { from: on, to: on }, LONG_AGO));
        }
        expect(parts).toEqual(slots);
      }),
      runs,
    );
  });

  it("the booking check agrees with what was offered", () => {
    fc.assert(
      fc.property(schedules, minutes(0, 6 * 1440), (drawn, after) => {
        const { schedule, visit, slots, to } = given(drawn);
        for (const slot of slots) {
          expect(judgeTime(schedule, visit, slot.start, LONG_AGO)).toEqual({ slot });
        }
        const any = drawn.first * 86_400_000 + after * MINUTE;
        const offered = slots.some(({ start }) => start === any);
        if (
          localDay(schedule.timeZone, any) <= to &&
          localDay(schedule.timeZone, any) >= fromEpochDay(drawn.first)
        ) {
          expect("slot" in judgeTime(schedule, visit, any, LONG_AGO)).toBe(offered);
        }
      }),
      runs,
    );
  });
});
