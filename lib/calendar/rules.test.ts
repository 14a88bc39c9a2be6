import { describe, expect, it } from "vitest";
import type { WorkingBlock } from "../availability/rules.ts";
import { parseLocalDay, weekdayOf, type LocalDay, type Weekday } from "../time/local-day.ts";
import {
  gridHours,
  hoursOn,
  offsetOf,
  outside,
  partOn,
  shownDays,
  wallAfter,
  wallTime,
  without,
} from "./rules.ts";

const day = (text: string): LocalDay => {
  const parsed = parseLocalDay(text);
  if (!parsed) throw new Error(text);
  return parsed;
};
const block = (weekday: Weekday, fromMinute: number, toMinute: number): WorkingBlock => ({
  weekday,
  fromMinute,
  toMinute,
  validFrom: null,
  validUntil: null,
});

describe("the days of a view", () => {
  it("shows the one day, and leads to its neighbours", () => {
    expect(shownDays("day", day("2026-03-01"))).toEqual({
      days: ["2026-03-01"],
      previous: "2026-02-28",
      next: "2026-03-02",
    });
  });

  it("begins a week on Monday, also when asked for its Sunday", () => {
    const { days, previous, next } = shownDays("week", day("2026-11-29"));
    expect([days[0], days.at(-1), previous, next]).toEqual([
      "2026-11-23",
      "2026-11-29",
      "2026-11-16",
      "2026-11-30",
    ]);
  });

  it.each([
    // A February that fills four weeks to the day, and a month that touches six.
    ["2027-02-15", 28, "2027-02-01", "2027-02-28", "2027-01-01", "2027-03-01"],
    ["2026-08-31", 42, "2026-07-27", "2026-09-06", "2026-07-01", "2026-09-01"],
    ["2024-02-29", 35, "2024-01-29", "2024-03-03", "2024-01-01", "2024-03-01"],
    ["2026-12-31", 35, "2026-11-30", "2027-01-03", "2026-11-01", "2027-01-01"],
  ])("shows the month of %s as %i days", (date, length, first, last, previous, next) => {
    const shown = shownDays("month", day(date));
    expect(shown.days).toHaveLength(length);
    expect([shown.days[0], shown.days.at(-1)]).toEqual([first, last]);
    expect([shown.previous, shown.next]).toEqual([previous, next]);
  });

  it("shows whole weeks for every month of eight years", () => {
    for (let month = 0; month < 96; month++) {
      const date = new Date(Date.UTC(2024, month, 17)).toISOString().slice(0, 10);
      const { days } = shownDays("month", day(date));
      expect(days.length % 7).toBe(0);
      expect(weekdayOf(days[0] ?? day(date))).toBe(1);
      expect(days).toContain(`${date.slice(0, 8)}01`);
      expect(days).toContain(date);
    }
  });

  it("leads nowhere beyond the years that a calendar has", () => {
    expect(shownDays("month", day("1900-01-01")).previous).toBeNull();
    expect(shownDays("week", day("2199-12-31")).next).toBeNull();
  });
});

describe("the hours of a day", () => {
  it("sees the second half of a night that began the day before", () => {
    const night = [block(1, 1320, 1560)]; // Monday 22:00-02:00
    expect(hoursOn(night, day("2026-11-23"))).toEqual([{ start: 1320, end: 1440 }]);
    expect(hoursOn(night, day("2026-11-24"))).toEqual([{ start: 0, end: 120 }]);
    expect(hoursOn(night, day("2026-11-25"))).toEqual([]);
  });

  it("leaves out blocks that are not valid yet or any more", () => {
    const block = { weekday: 1, fromMinute: 540, toMinute: 600 } as const;
    const valid = { ...block, validFrom: day("2026-11-30"), validUntil: day("2026-11-30") };
    expect(hoursOn([valid], day("2026-11-23"))).toEqual([]);
    expect(hoursOn([valid], day("2026-11-30"))).toEqual([{ start: 540, end: 600 }]);
    expect(hoursOn([valid], day("2026-12-07"))).toEqual([]);
  });

  it("cuts holes and knows what is outside", () => {
    const open = [{ start: 540, end: 1020 }];
    const lunch = { start: 720, end: 780 };
    expect(without(open, [lunch])).toEqual([
      { start: 540, end: 720 },
      { start: 780, end: 1020 },
    ]);
    expect(without(open, [{ start: 0, end: 1440 }])).toEqual([]);
    expect(outside(open)).toEqual([
      { start: 0, end: 540 },
      { start: 1020, end: 1440 },
    ]);
    expect(outside([])).toEqual([{ start: 0, end: 1440 }]);
  });

  it("makes a grid of whole hours, of office hours where nobody works", () => {
    expect(gridHours([{ start: 555, end: 1000 }])).toEqual({ start: 540, end: 1020 });
    expect(gridHours([])).toEqual({ start: 480, end: 1080 });
  });
});

describe("wall time", () => {
  const zone = "America/New_York";
  const instants = (start: string, end: string) => ({
    start: Date.parse(start),
    end: Date.parse(end),
  });

  it("is the clinic's, on both sides of a change of the clocks", () => {
    expect(wallTime(zone, Date.parse("2026-03-08T06:30:00Z"))).toBe("2026-03-08T01:30");
    expect(wallTime(zone, Date.parse("2026-03-08T07:30:00Z"))).toBe("2026-03-08T03:30");
    expect(offsetOf(zone, Date.parse("2026-03-08T06:59:59Z"))).toBe("-05:00");
    expect(offsetOf(zone, Date.parse("2026-03-08T07:00:00Z"))).toBe("-04:00");
    expect(offsetOf("Asia/Kolkata", Date.parse("2026-03-08T07:00:30Z"))).toBe("+05:30");
  });

  it("goes on to the next day on paper, whatever the clocks do", () => {
    expect(wallAfter("2026-11-23T23:45", 30)).toBe("2026-11-24T00:15");
    expect(wallAfter("2026-03-07T02:30", 1440)).toBe("2026-03-08T02:30");
  });

  it("cuts a stretch of instants into the days that it touches", () => {
    const off = instants("2026-11-23T22:00:00Z", "2026-11-25T15:00:00Z");
    expect(partOn(zone, day("2026-11-22"), off)).toBeNull();
    expect(partOn(zone, day("2026-11-23"), off)).toEqual({ start: 1020, end: 1440 });
    expect(partOn(zone, day("2026-11-24"), off)).toEqual({ start: 0, end: 1440 });
    expect(partOn(zone, day("2026-11-25"), off)).toEqual({ start: 0, end: 600 });
    // A day that the clocks make 25 hours long.
    const autumn = instants("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z");
    expect(partOn(zone, day("2026-11-01"), autumn)).toEqual({ start: 0, end: 1440 });
    expect(partOn(zone, day("2026-11-02"), autumn)).toBeNull();
  });
});
