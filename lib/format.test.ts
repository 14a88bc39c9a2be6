import { describe, expect, it } from "vitest";
import {
  dayParts,
  formatClock,
  formatDay,
  formatDayOf,
  formatKnownDate,
  formatMinutes,
  formatRelative,
  formatWhen,
  zoneAbbreviation,
  zoneCity,
} from "./format.ts";

describe("times of a clinic", () => {
  it("names the zone and its abbreviation at that instant", () => {
    expect(formatWhen("2026-11-24T14:30:00Z", "2026-11-24T15:00:00Z", "America/New_York")).toBe(
      "Tue, 24 Nov 2026, 09:30–10:00 (New York, EST)",
    );
    expect(formatWhen("2026-07-01T06:00:00Z", "2026-07-01T06:20:00Z", "Europe/Berlin")).toBe(
      "Wed, 1 Jul 2026, 08:00–08:20 (Berlin, CEST)",
    );
  });

  it("writes midnight as 00:00", () => {
    expect(
      formatWhen("2026-11-24T05:00:00Z", "2026-11-24T05:30:00Z", "America/New_York"),
    ).toContain("00:00–00:30");
  });

  it("tells the repeated hour of a clock change apart", () => {
    expect(zoneAbbreviation("2026-11-01T05:30:00Z", "America/New_York")).toBe("EDT");
    expect(zoneAbbreviation("2026-11-01T06:30:00Z", "America/New_York")).toBe("EST");
  });

  it.each([
    ["2026-11-24T05:00:00Z", "America/New_York", "24 Nov 2026", "00:00 EST"],
    ["2026-11-24T04:59:59Z", "America/New_York", "23 Nov 2026", "23:59 EST"],
    ["2026-11-24T09:30:00+14:00", "America/New_York", "23 Nov 2026", "14:30 EST"],
    // Before and after the clocks change.
    ["2026-03-08T06:59:00Z", "America/New_York", "8 Mar 2026", "01:59 EST"],
    ["2026-03-08T07:00:00Z", "America/New_York", "8 Mar 2026", "03:00 EDT"],
    ["2026-10-25T00:30:00Z", "Europe/Berlin", "25 Oct 2026", "02:30 CEST"],
    ["2026-10-25T01:30:00Z", "Europe/Berlin", "25 Oct 2026", "02:30 CET"],
    ["2026-11-24T05:00:00Z", "Asia/Kolkata", "24 Nov 2026", "10:30 GMT+5:30"],
    ["2016-12-31T23:59:60Z", "Europe/London", "1 Jan 2017", "00:00 GMT"],
    ["1900-01-01T05:00:00Z", "America/New_York", "1 Jan 1900", "00:00 GMT-5"],
  ])("writes %s in %s as %s, %s", (instant, zone, day, clock) => {
    expect([formatDayOf(instant, zone), formatClock(instant, zone)]).toEqual([day, clock]);
  });

  it("falls back to an offset where English has no abbreviation", () => {
    expect(zoneAbbreviation("2026-11-24T05:00:00Z", "Asia/Kolkata")).toBe("GMT+5:30");
    expect(zoneCity("America/Argentina/Buenos_Aires")).toBe("Buenos Aires");
  });
});

describe("days, distances, amounts", () => {
  it("formats a calendar day whatever the machine's zone", () => {
    expect(formatDay("2026-11-24")).toBe("Tue, 24 Nov 2026");
    expect(dayParts("2026-11-24", "long")).toEqual({
      weekday: "Tuesday",
      day: "24",
      month: "November",
      year: "2026",
    });
  });

  it("rounds distances to the largest fitting unit", () => {
    expect(formatRelative("2026-11-25T12:00:00Z", "2026-11-24T12:00:00Z")).toBe("tomorrow");
    expect(formatRelative("2026-11-24T09:00:00Z", "2026-11-24T12:00:00Z")).toBe("3 hours ago");
  });

  it("names minutes", () => {
    expect(formatMinutes(30)).toBe("30 min");
  });
});

it("writes a date as exactly as it is known", () => {
  const dates = ["2019", "2019-05", "2019-05-04"];
  expect(dates.map(formatKnownDate)).toEqual(["2019", "May 2019", "4 May 2019"]);
});
