import { expect, it } from "vitest";
import { scheduleOf, type KeyTimes } from "./key-schedule.ts";

const DAY = 24 * 60 * 60 * 1000;
const start = new Date("2025-01-01T00:00:00Z");
const day = (days: number, ms = 0) => new Date(start.getTime() + days * DAY + ms);
const key = (kid: string, signsFrom: Date): KeyTimes => ({ kid, signsFrom });
const kids = (keys: KeyTimes[]) => keys.map(({ kid }) => kid).join(" ");
const read = (keys: KeyTimes[], now: Date) => {
  const { published, over, isDue } = scheduleOf(keys, now);
  return { published: kids(published), over: kids(over), isDue };
};

it("asks for a first key", () => {
  expect(read([], start)).toEqual({ published: "", over: "", isDue: true });
});

it("asks for the next key a day before the present one has signed for 90 days", () => {
  const keys = [key("a", start)];
  expect(read(keys, day(89, -1)).isDue).toBe(false);
  expect(read(keys, day(89))).toEqual({ published: "a", over: "", isDue: true });
  // However late.
  expect(read(keys, day(400)).isDue).toBe(true);
});

it("publishes a key before it signs and after it has signed, and asks for no second one", () => {
  const keys = [key("b", day(90)), key("a", start)];
  expect(read(keys, day(89))).toEqual({ published: "a b", over: "", isDue: false });
  expect(read(keys, day(90, -1))).toEqual({ published: "a b", over: "", isDue: false });
  expect(read(keys, day(90))).toEqual({ published: "b a", over: "", isDue: false });
  expect(read(keys, day(91, -1))).toEqual({ published: "b a", over: "", isDue: false });
  expect(read(keys, day(91))).toEqual({ published: "b", over: "a", isDue: false });
});

it("goes on with the first key where a clock was set back before all of them", () => {
  const keys = [key("b", day(90)), key("a", start)];
  expect(read(keys, day(-1))).toEqual({ published: "a b", over: "", isDue: false });
});

it("agrees on the order of keys that begin at one moment", () => {
  const keys = [key("b", start), key("a", start)];
  expect(read(keys, start)).toEqual(read([...keys].reverse(), start));
});
