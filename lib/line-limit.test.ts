import { expect, it } from "vitest";
import { LineLimit } from "./line-limit.ts";

const start = new Date("2026-03-02T10:00:00Z").getTime();
const at = (seconds: number) => new Date(start + seconds * 1000);

it("lets so many lines of each key and of all through a minute, and says how many it left out", () => {
  const limit = new LineLimit({ each: 2, all: 3 });
  const taken = ["a", "a", "a", "a", "b", "c"].map((key) => limit.take(key, at(1)));
  expect(taken).toEqual([0, 0, null, null, 2, null]);
  expect(limit.take("c", at(59))).toBeNull();
  expect(limit.take("a", at(60))).toBe(2);
});
