import { expect, it } from "vitest";
import { parseInstant } from "./instant.ts";
import { beginOf } from "./zone.ts";

const iso = (ms: number) => new Date(ms).toISOString();

it.each([
  ["2026-03-01T08:00:00Z", "2026-03-01T08:00:00.000Z"],
  ["2026-03-01T08:00:00+14:00", "2026-02-28T18:00:00.000Z"],
  ["2026-03-01T08:00:00.25-12:00", "2026-03-01T20:00:00.250Z"],
  ["2026-03-01T08:00:00-00:00", "2026-03-01T08:00:00.000Z"],
  ["2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z"],
  ["2016-12-31T18:59:60.5-05:00", "2017-01-01T00:00:00.000Z"],
  ["1900-01-01T00:00:00Z", "1900-01-01T00:00:00.000Z"],
])("reads %s as %s", (text, instant) => {
  expect(iso(parseInstant(text))).toBe(instant);
});

it.each(["", "2016-12-31T23:59:61Z", "2016-12-31T23:60:60Z", "2026-13-01T00:00:00Z", "now"])(
  "does not read %j",
  (text) => {
    expect(parseInstant(text)).toBeNaN();
  },
);

it.each([
  ["2026-03-08", "America/New_York", "2026-03-08T05:00:00.000Z"],
  ["2026-03-09", "America/New_York", "2026-03-09T04:00:00.000Z"],
  ["2026-03-08", "Pacific/Auckland", "2026-03-07T11:00:00.000Z"],
  // The clocks of Santiago skip midnight on this day.
  ["2026-09-06", "America/Santiago", "2026-09-06T04:00:00.000Z"],
  ["1900-01-01", "America/New_York", "1900-01-01T05:00:00.000Z"],
  ["2026-03-08T01:00:00+09:00", "America/New_York", "2026-03-07T16:00:00.000Z"],
])("%s in %s begins at %s", (text, zone, instant) => {
  expect(iso(beginOf(text, zone))).toBe(instant);
});
