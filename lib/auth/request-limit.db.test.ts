import { afterAll, expect, it } from "vitest";
import { disconnect, identityDb } from "../db.ts";
import { countRequest, limitHeaders, pruneRequestCounts, refuseExcess } from "./request-limit.ts";

const now = new Date("2025-01-06T12:00:00Z");
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
/** Of 600. */
const five = { name: "five", share: 1 / 120 };
afterAll(disconnect);

it("lets so many through in a minute, says how many are left, and begins anew", async () => {
  for (let left = 4; left >= 0; left--) {
    const allowance = await countRequest("user:a", later(10), five);
    expect(limitHeaders(allowance)).toEqual([
      ["ratelimit-policy", '"five";q=5;w=60'],
      ["ratelimit", `"five";r=${left};t=60`],
    ]);
    refuseExcess(allowance);
  }
  const over = await countRequest("user:a", later(40), five);
  expect(() => refuseExcess(over)).toThrow("too_many_requests");
  expect(limitHeaders(over)[1]?.[1]).toBe('"five";r=0;t=30');
  expect((await countRequest("user:b", later(40), five)).remaining).toBe(4);
  expect((await countRequest("user:a", later(70), five)).remaining).toBe(4);
  // What has a limit of its own is counted apart.
  expect((await countRequest("user:a", later(70))).remaining).toBe(599);
});

// Held by ON CONFLICT DO UPDATE: a count that is read and then written loses some of these.
it("counts exactly, however many come at once", async () => {
  const all = await Promise.all(
    Array.from({ length: 40 }, () => countRequest("user:c", now, five)),
  );
  expect(all.filter(({ remaining }) => remaining >= 0)).toHaveLength(5);
});

it("forgets windows that are over", async () => {
  await countRequest("user:d", later(1000));
  await pruneRequestCounts(later(1000));
  const left = await identityDb().requestCount.findMany({ select: { key: true } });
  expect(left).toEqual([{ key: "default user:d" }]);
});
