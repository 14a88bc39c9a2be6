import { afterAll, expect, it } from "vitest";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { counter, forget, LIMITS, reserve } from "./throttle.ts";

const now = new Date("2026-03-02T10:00:00Z");
const shared = counter("address", "192.0.2.1");
const { most } = LIMITS.address;
afterAll(disconnect);

// Fails without the advisory lock of reserve_attempt: connections see each other's attempts too late.
it("reserves no more attempts at once than the limit", async () => {
  const accounts = Array.from({ length: most + 40 }, (_, i) => counter("account", `${i}`));
  const reservations = await Promise.all(accounts.map((own) => reserve([own, shared], now)));
  expect(reservations.filter(({ ids }) => ids.length === 2)).toHaveLength(most);
  // An attempt that one counter refuses does not count for the other.
  const { rows } = await testDatabase().superuser.query("SELECT FROM counted_attempts");
  expect(rows).toHaveLength(2 * most);
});

it("takes an attempt back wherever it was counted, and clears one counter", async () => {
  const own = counter("account", "patient@example.org");
  const other = counter("address", "192.0.2.2");
  await reserve([own, other], now);
  await forget(own, await reserve([own, other], now));
  const { rows } = await testDatabase().superuser.query<{ key: string }>(
    "SELECT key FROM counted_attempts WHERE key IN ($1, $2)",
    [own.key, other.key],
  );
  expect(rows).toEqual([{ key: other.key }]);
  expect((await reserve([own, shared], now)).waits).toEqual([0, 5 * 60]);
});
