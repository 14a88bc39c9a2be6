import { expect, it } from "vitest";
import { requestCounter } from "./request-counter.ts";

it("counts each key, and says when there is room again", async () => {
  const count = requestCounter(2);
  expect([await count("a"), await count("a"), await count("b")]).toEqual([0, 0, 0]);
  expect(await count("a")).toBeGreaterThan(0);
  expect(await count("b")).toBe(0);
});

// Fails without the Set of keys: then "a" is still counted, and so is every key for a minute.
it("forgets the key that was counted longest ago when there are too many", async () => {
  const count = requestCounter(1, 2);
  for (const key of ["a", "b", "a"]) await count(key);
  await count("c");
  expect(await count("a")).toBeGreaterThan(0);
  expect(await count("b")).toBe(0);
  expect(await count("c")).toBe(0);
});
