import fc from "fast-check";
import { Temporal } from "temporal-polyfill";
import { describe, expect, it } from "vitest";
import { DAY } from "./interval.ts";
import { addDays, clockTime, fromEpochDay, parseLocalDay, weekdayOf } from "./local-day.ts";
import { dayInterval, localDay, localTime } from "./zone.ts";

const days = fc.integer({ min: 0, max: 40_000 }).map(fromEpochDay);
const zones = fc.constantFrom(
  "America/New_York",
  "Europe/Berlin",
  "Australia/Lord_Howe",
  "Africa/Casablanca",
);

describe("local days", () => {
  it("are those of the calendar", () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -800, max: 800 }), (day, count) => {
        const reference = Temporal.PlainDate.from(day);
        expect(weekdayOf(day)).toBe(reference.dayOfWeek);
        expect(addDays(day, count)).toBe(reference.add({ days: count }).toString());
        expect(parseLocalDay(day)).toBe(day);
      }),
    );
  });

  it.each([
    "2026-02-29",
    "2026-02-30",
    "2026-13-01",
    "2026-1-1",
    "yesterday",
    "",
    "2026-01-01T00:00",
    "9999-12-31",
    "0000-01-01",
  ])("are not %j", (text) => {
    expect(parseLocalDay(text)).toBeNull();
  });

  it("know leap days", () => {
    expect(parseLocalDay("2028-02-29")).toBe("2028-02-29");
  });
});

describe("an instant in a zone", () => {
  it("has the day and time that clocks show there", () => {
    fc.assert(
      fc.property(zones, fc.integer({ min: 0, max: 40_000 * DAY }), (zone, instant) => {
        const reference = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(zone);
        expect(localDay(zone, instant)).toBe(reference.toPlainDate().toString());
        expect(localTime(zone, instant)).toBe(clockTime(reference.hour * 60 + reference.minute));
      }),
    );
  });

  it("lies in a day that begins and ends where the zone says", () => {
    fc.assert(
      fc.property(zones, days, (zone, day) => {
        const date = Temporal.PlainDate.from(day);
        expect(dayInterval(zone, day)).toEqual({
          start: date.toZonedDateTime(zone).epochMilliseconds,
          end: date.add({ days: 1 }).toZonedDateTime(zone).epochMilliseconds,
        });
      }),
    );
  });

  // A library that is asked for the year 9999 looks for its changes of clocks until memory ends.
  it.each(["9999-12-31T00:00:00Z", "0001-01-01T00:00:00Z"])("is near enough: not %s", (text) => {
    expect(() => localDay("America/New_York", Date.parse(text))).toThrow(RangeError);
  });

  it("needs a zone that exists", () => {
    expect(() => localDay("Mars/Olympus", 0)).toThrow(RangeError);
  });
});
