import { expect, it } from "vitest";
import { parseLocalDay } from "../time/local-day.ts";
import { opensAt, type Hours } from "./windows.ts";

const hours = (fromMinute: number, toMinute: number): Hours => ({
  timeZone: "Europe/Berlin",
  blocks: [{ weekday: 1, fromMinute, toMinute, validFrom: null, validUntil: null }],
});
const day = (text: string) => {
  const parsed = parseLocalDay(text);
  if (!parsed) throw new Error(text);
  return parsed;
};
// 2026-03-09 is a Monday, an hour ahead of UTC.
const opens = (of: Hours, from: string, to: string, at: string): string | null => {
  const instant = opensAt(of, { from: day(from), to: day(to) }, Date.parse(at));
  return instant === Infinity ? null : new Date(instant).toISOString().slice(0, 16);
};

it("finds the next opening, or the instant asked for within hours", () => {
  const office = hours(9 * 60, 17 * 60);
  const find = (at: string) => opens(office, "2026-03-07", "2026-03-20", at);
  expect(find("2026-03-07T00:00Z")).toBe("2026-03-09T08:00");
  expect(find("2026-03-09T10:10Z")).toBe("2026-03-09T10:10");
  expect(find("2026-03-09T16:00Z")).toBe("2026-03-16T08:00");
  expect(opens(office, "2026-03-10", "2026-03-15", "2026-03-10T00:00Z")).toBeNull();
});

it("counts a night that began before the range from the range's first midnight on", () => {
  const night = hours(22 * 60, 30 * 60);
  expect(opens(night, "2026-03-10", "2026-03-12", "2026-03-09T00:00Z")).toBe("2026-03-09T23:00");
  expect(opens(night, "2026-03-10", "2026-03-12", "2026-03-10T05:00Z")).toBeNull();
});
