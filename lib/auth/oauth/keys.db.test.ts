import { beforeEach, expect, it } from "vitest";
import { env, supply } from "#lib/env.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { addSigningKey, replaceSigningKeys, rotateSigningKeys, signingKeys } from "./keys.ts";

const { superuser } = testDatabase();
const DAY = 24 * 60 * 60 * 1000;
const start = new Date("2025-01-01T00:00:00Z");
const day = (days: number) => new Date(start.getTime() + days * DAY);
const kidsAt = async (now: Date) => (await signingKeys(now)).map(({ kid }) => kid);
const fiveTimes = <T>(once: () => Promise<T>) => Promise.all(Array.from({ length: 5 }, once));

beforeEach(() => superuser.query("DELETE FROM signing_keys"));

// Held by the advisory lock in inTurn(): without it, each of these makes its own.
it("makes one first key, however many processes start at once", async () => {
  const all = await fiveTimes(() => kidsAt(start));
  expect(new Set(all.map(String)).size).toBe(1);
  expect(all[0]).toHaveLength(1);
});

it("publishes the next key before it signs, and the old one until its tokens have ended", async () => {
  const [first] = await kidsAt(start);
  await rotateSigningKeys(day(88));
  expect(await kidsAt(day(88))).toEqual([first]);
  await rotateSigningKeys(day(89));
  const [, second] = await kidsAt(day(89));
  expect(await kidsAt(day(89))).toEqual([first, second]);
  await rotateSigningKeys(day(89.5));
  expect(await kidsAt(day(90))).toEqual([second, first]);
  await rotateSigningKeys(day(91));
  expect(await kidsAt(day(91))).toEqual([second]);
  const { rows } = await superuser.query("SELECT kid FROM signing_keys");
  expect(rows).toEqual([{ kid: second }]);
});

// Held by the same lock: without it, each process adds a key of its own.
it("adds one key when several processes rotate at once, and notes it once", async () => {
  await kidsAt(start);
  await fiveTimes(() => rotateSigningKeys(day(100)));
  const [first, second, ...more] = await kidsAt(day(100));
  expect(more).toEqual([]);
  await fiveTimes(() => addSigningKey(day(100)));
  expect(await kidsAt(day(100))).toEqual([first, second]);
  await fiveTimes(() => rotateSigningKeys(day(102)));
  expect(await kidsAt(day(102))).toEqual([second]);
  const { rows } = await superuser.query(
    `SELECT action, detail ->> 'kid' AS kid FROM audit_events
     WHERE detail ->> 'kid' = ANY ($1) ORDER BY seq`,
    [[first, second]],
  );
  expect(rows).toEqual([
    { action: "signing-key.added", kid: first },
    { action: "signing-key.added", kid: second },
    { action: "signing-key.ended", kid: first },
  ]);
});

it("adds the next key by command, whatever the age of the present one", async () => {
  const [first] = await kidsAt(start);
  expect(await addSigningKey(day(2))).toEqual(day(3));
  expect((await kidsAt(day(2)))[0]).toBe(first);
  expect((await kidsAt(day(3)))[1]).toBe(first);
});

it("ends stolen keys at once, with the one that waits, and makes one that signs", async () => {
  await kidsAt(start);
  await addSigningKey(day(1));
  const stolen = await kidsAt(day(1));
  expect(stolen).toHaveLength(2);
  await fiveTimes(() => replaceSigningKeys(day(1)));
  const kids = await kidsAt(day(1));
  expect(kids).toHaveLength(1);
  expect(stolen).not.toContain(kids[0]);
});

it("takes no time ahead of the database's clock", async () => {
  await kidsAt(start);
  const from = await addSigningKey(new Date("2199-01-01T00:00:00Z"));
  expect(from.getTime()).toBeLessThan(Date.now() + 2 * DAY);
});

it("goes on with a key of its own where AUTH_SECRET was changed", async () => {
  const [first] = await kidsAt(start);
  const { AUTH_SECRET } = env();
  supply({ AUTH_SECRET: "another secret of at least 32 characters" });
  const [second, ...more] = await kidsAt(day(1));
  expect(second).not.toBe(first);
  expect(more).toEqual([]);
  supply({ AUTH_SECRET });
});
