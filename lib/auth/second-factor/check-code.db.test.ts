import { afterAll, beforeEach, expect, it } from "vitest";
import { disconnect } from "#lib/db.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { makePatient } from "#lib/testing/people.ts";
import { actsOf, addApp, sessionFor } from "#lib/testing/second-factor.ts";
import { LIMITS } from "../throttle.ts";
import { checkCode, compareCode } from "./check-code.ts";
import { codeAt } from "./totp.ts";

const start = new Date("2026-03-02T10:00:00Z");
const later = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const MINUTE = 60;

let userId: string;
let secret: string;
let codes: string[];
beforeEach(async () => {
  ({ userId } = (await makePatient()).actor);
  ({ secret, codes } = await addApp(await sessionFor(userId, start), start));
});
afterAll(disconnect);

const check = (typed: string, now: Date, by = "unknown") => checkCode(userId, typed, { by, now });
const kindOf = async (typed: string, now: Date, by?: string) => (await check(typed, now, by)).kind;
const wrongAt = (now: Date) => (codeAt(secret, now) === "000000" ? "111111" : "000000");

it("takes the code of now and of thirty seconds before or after, and no other (RFC 6238, 5.2)", async () => {
  const now = later(10 * MINUTE);
  for (const [seconds, kind] of [
    [-60, "refused"],
    [60, "refused"],
    [-30, "right"],
    [0, "right"],
    [30, "right"],
  ] as const) {
    const code = codeAt(secret, new Date(now.getTime() + seconds * 1000));
    expect([seconds, await kindOf(code, now)]).toEqual([seconds, kind]);
  }
});

it("takes no code twice, and none that is older than the last one", async () => {
  const now = later(10 * MINUTE);
  const before = codeAt(secret, later(10 * MINUTE - 30));
  const code = codeAt(secret, now);
  expect(await kindOf(code, now)).toBe("right");
  expect(await kindOf(code, now)).toBe("refused");
  expect(await kindOf(before, now)).toBe("refused");
  // The code that added the app counts no second time either.
  expect(await kindOf(codeAt(secret, start), start)).toBe("refused");
});

// Held by `lastStep: { lt: step }` in acceptTotp().
it("takes one code once, however many give it at the same time", async () => {
  const now = later(10 * MINUTE);
  const code = codeAt(secret, now);
  const kinds = await Promise.all(
    Array.from({ length: 8 }, (_, i) => compareCode(userId, code, { by: `${i}`, now })),
  );
  expect(kinds.filter(({ kind }) => kind === "right")).toHaveLength(1);
});

it("takes each recovery code once, however it is typed, and of its user alone", async () => {
  const [first = "", second = "", third = ""] = codes;
  expect(codes).toHaveLength(10);
  expect(await kindOf(first, start)).toBe("right");
  expect(await kindOf(first, start)).toBe("refused");
  expect(await kindOf(` ${second.toLowerCase().replaceAll("-", " ")} `, start)).toBe("right");
  const kinds = await Promise.all(Array.from({ length: 5 }, () => kindOf(third, start)));
  expect(kinds.filter((kind) => kind === "right")).toHaveLength(1);
  const other = (await makePatient()).actor;
  const { codes: others } = await addApp(await sessionFor(other.userId, start), start);
  expect(await kindOf(others[0] ?? "", start)).toBe("refused");
  expect((await actsOf(userId)).filter((act) => act === "account.recovery-code-used")).toHaveLength(
    3,
  );
});

it("refuses the code of another user's app", async () => {
  const other = (await makePatient()).actor;
  const { secret: others } = await addApp(await sessionFor(other.userId, start), start);
  const now = later(10 * MINUTE);
  expect(await kindOf(codeAt(others, now), now)).toBe("refused");
});

// Held by reserve(), which counts each attempt before it is compared. Compared without the queue of this
// process, because other processes have queues of their own.
it("compares no more wrong codes than the limit, however many come at once", async () => {
  const attempt = { by: "thief", now: start };
  const outcomes = await Promise.all(
    Array.from({ length: 9 }, () => compareCode(userId, wrongAt(start), attempt)),
  );
  expect(outcomes.filter(({ kind }) => kind === "refused")).toHaveLength(LIMITS.code.most);
  const failed = (await actsOf(userId)).filter((act) => act === "account.second-factor-failed");
  expect(failed).toHaveLength(LIMITS.code.most);
});

it("shuts out a right code too, for a quarter of an hour, and a known browser not at all", async () => {
  for (let i = 0; i < LIMITS.code.most; i++) await check(wrongAt(start), start);
  const right = (minutes: number) => codeAt(secret, later(minutes * MINUTE));
  expect(await check(right(14), later(14 * MINUTE))).toEqual({ kind: "throttled", retryAfter: 60 });
  expect(await kindOf(right(14), later(14 * MINUTE), "known browser")).toBe("right");
  expect(await kindOf(right(15), later(15 * MINUTE))).toBe("right");
});

it("compares no more than twenty wrong codes a day", async () => {
  let refused = 0;
  for (let quarter = 0; quarter < 10; quarter++) {
    const now = later(quarter * 16 * MINUTE);
    for (let i = 0; i < LIMITS.code.most; i++) {
      if ((await kindOf(wrongAt(now), now)) === "refused") refused++;
    }
  }
  expect(refused).toBe(LIMITS.codesOfDay.most);
  const nextDay = later(25 * 60 * MINUTE);
  expect(await kindOf(codeAt(secret, nextDay), nextDay)).toBe("right");
});

it("keeps neither the secret nor a recovery code in clear", async () => {
  const { rows } = await testDatabase().superuser.query<{ row: string }>(
    `SELECT t::text AS row FROM totp_factors t UNION ALL SELECT r::text FROM recovery_codes r
     UNION ALL SELECT e::text FROM totp_enrolments e UNION ALL SELECT a::text FROM audit_events a`,
  );
  const text = rows.map(({ row }) => row).join("\n");
  for (const readable of [secret, ...codes, ...codes.map((code) => code.replaceAll("-", ""))]) {
    expect(text).not.toContain(readable);
  }
});
