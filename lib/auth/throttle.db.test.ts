import { afterAll, expect, it } from "vitest";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { counter, forget, LIMITS, reserve } from "./throttle.ts";

const now = new Date("2026-03-02T10:00:00Z");
const shared = counter("address", "192.0.2.1");
const { most } = LIMITS.address;
afterAll(disconnect);

// Fails without the advisory lock of reserve_attempt: the attempt sees the other one too late.
it("waits for an attempt that another connection is counting", async () => {
  const own = counter("account", "waits@example.org");
  const { superuser } = testDatabase();
  const other = await superuser.connect();
  await other.query("BEGIN");
  await other.query("SELECT reserve_attempt(array_fill($1::text, ARRAY[10]), $2, $3, $4)", [
    own.key,
    Array.from({ length: 10 }, () => 10),
    Array.from({ length: 10 }, () => 900),
    now,
  ]);
  let isDone = false;
  const waiting = reserve([own], now).finally(() => (isDone = true));
  const isBlocked = async () => {
    const { rowCount } = await superuser.query(
      "SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted",
    );
    return isDone || rowCount === 1;
  };
  await expect.poll(isBlocked, { timeout: 60_000 }).toBe(true);
  await other.query("COMMIT");
  other.release();
  expect(await waiting).toEqual({ waits: [15 * 60], ids: [] });
});

it("reserves no more attempts at once than the limit", async () => {
  const accounts = Array.from({ length: most + 40 }, (_, i) => counter("account", `${i}`));
  const reservations = await Promise.all(accounts.map((own) => reserve([own, shared], now)));
  expect(reservations.filter(({ ids }) => ids.length === 2)).toHaveLength(most);
  expect((await reserve([counter("account", "late"), shared], now)).waits).toEqual([0, 5 * 60]);
  // An attempt that one counter refuses does not count for the other.
  const { rows } = await testDatabase().superuser.query(
    "SELECT FROM counted_attempts WHERE key = ANY ($1)",
    [accounts.map(({ key }) => key)],
  );
  expect(rows).toHaveLength(most);
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
});
