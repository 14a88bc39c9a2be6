import { availableParallelism } from "node:os";
import { beforeAll, expect, it, vi } from "vitest";
import { log } from "#lib/log.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { hashCheaply } from "#lib/testing/passwords.ts";
import { acceptWelcome, createAdministrator } from "./administrators.ts";
import { cookieName } from "./cookies.ts";
import { deviceCookie } from "./device.ts";
import { hashPassword, inHashQueue } from "./passwords.ts";
import { registerPatient } from "./register.ts";
import { pruneIdentity } from "./prune.ts";
import { checkPassword } from "./sign-in.ts";
import { LIMITS } from "./throttle.ts";

const PASSWORD = "correct horse battery";
const MINUTE = 60_000;
const start = new Date("2026-03-02T10:00:00Z").getTime();
let clock = start;
const now = () => new Date(clock);

let hash: string;
beforeAll(async () => {
  hash = await hashCheaply(PASSWORD);
});

let people = 0;
/** A patient of their own for each test, and an address of their own. */
async function makeAccount(disabled = false) {
  const n = ++people;
  const email = `person${n}@example.org`;
  const { rows } = await testDatabase().superuser.query<{ id: string }>(
    `INSERT INTO users (email, name, role, password_hash, disabled_at)
     VALUES ($1, 'Pat', 'patient', $2, $3) RETURNING id`,
    [email, hash, disabled ? new Date(start) : null],
  );
  const address = `192.0.2.${n}`;
  const attempt = (password: string, more: Partial<Parameters<typeof checkPassword>[0]> = {}) =>
    checkPassword({ email, password, address, cookies: {}, ...more }, now, 5);
  return { id: rows[0]?.id ?? "", email, attempt };
}

/** Makes accounts named `<name>0@example.org` and so on. */
async function makeAccounts(name: string, count: number): Promise<void> {
  await testDatabase().superuser.query(
    `INSERT INTO users (email, name, role, password_hash)
     SELECT $1 || n || '@example.org', 'Pat', 'patient', $2 FROM generate_series(0, $3 - 1) n`,
    [name, hash, count],
  );
}

it("logs a failed sign-in with the id of the account, and never what was typed", async () => {
  const warn = vi.spyOn(log, "warn").mockImplementation(() => undefined);
  const { id, email, attempt } = await makeAccount();
  await attempt("wrong one here");
  await attempt("wrong one here", { email: "my.secret.password@example.org" });
  expect(warn.mock.calls).toMatchObject([
    [{ refused: "account.sign-in-failed", why: "password", user: id }],
    [{ refused: "account.sign-in-failed", why: "unknown", user: null }],
  ]);
  const text = JSON.stringify(warn.mock.calls);
  for (const typed of [email, "my.secret", "wrong one"]) expect(text).not.toContain(typed);
});

async function trail(userId: string): Promise<string[]> {
  const { rows } = await testDatabase().superuser.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE entity_id = $1 AND action LIKE 'account.%' ORDER BY seq",
    [userId],
  );
  return rows.map(({ action }) => action);
}

it("answers a wrong password, an unknown and a disabled account alike", async () => {
  const known = await makeAccount();
  const disabled = await makeAccount(true);
  expect(await known.attempt("wrong")).toEqual({ kind: "refused" });
  expect(await known.attempt(PASSWORD, { email: "nobody@example.org" })).toEqual({
    kind: "refused",
  });
  expect(await disabled.attempt(PASSWORD)).toEqual({ kind: "refused" });
  expect(await known.attempt(PASSWORD)).toMatchObject({ kind: "right", role: "patient" });
  expect(await trail(known.id)).toEqual(["account.sign-in-failed"]);
});

// Fails if attempts are counted only when they have failed: then several reach the password at once.
it("lets no more wrong tries through to the password than the limit, however many come at once", async () => {
  const { id, attempt } = await makeAccount();
  // At the real cost, so that checking takes longer than looking at the counter.
  await testDatabase().superuser.query("UPDATE users SET password_hash = $2 WHERE id = $1", [
    id,
    await hashPassword(PASSWORD),
  ]);
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) => attempt(`wrong ${i}`, { address: `198.51.100.${i}` })),
  );
  expect(outcomes.filter(({ kind }) => kind === "refused")).toHaveLength(LIMITS.account.most);
  expect(outcomes.filter(({ kind }) => kind === "throttled")).toHaveLength(
    50 - LIMITS.account.most,
  );
  const acts = await trail(id);
  expect(acts.filter((act) => act === "account.sign-in-failed")).toHaveLength(10);
  expect(acts.filter((act) => act === "account.throttled")).toHaveLength(1);
});

it("refuses even the right password until the window has passed, and says when", async () => {
  const { attempt } = await makeAccount();
  for (let i = 0; i < LIMITS.account.most; i++) await attempt("wrong");
  expect(await attempt(PASSWORD)).toEqual({ kind: "throttled", retryAfter: 15 * 60 });
  clock += 14 * MINUTE;
  expect(await attempt(PASSWORD)).toEqual({ kind: "throttled", retryAfter: 60 });
  clock += MINUTE;
  expect(await attempt(PASSWORD)).toMatchObject({ kind: "right" });
});

it("does not let strangers lock out a browser that has signed in before", async () => {
  const { id, attempt } = await makeAccount();
  for (let i = 0; i < LIMITS.account.most; i++) await attempt("wrong");
  expect(await attempt(PASSWORD)).toMatchObject({ kind: "throttled" });
  const [, value = ""] = deviceCookie({}, id).split(/[=;]/);
  const cookies = { [cookieName("device")]: decodeURIComponent(value) };
  expect(await attempt(PASSWORD, { cookies, address: "203.0.113.9" })).toMatchObject({
    kind: "right",
  });
  await makeAccounts("at-the-clinic", LIMITS.address.most);
  for (let i = 0; i < LIMITS.address.most; i++) {
    await attempt("wrong", { email: `at-the-clinic${i}@example.org`, address: "203.0.113.6" });
  }
  expect(await attempt(PASSWORD, { cookies, address: "203.0.113.6" })).toMatchObject({
    kind: "right",
  });
  const other = await makeAccount();
  const forged = { [cookieName("device")]: decodeURIComponent(value) };
  for (let i = 0; i < LIMITS.account.most; i++) await other.attempt("wrong");
  expect(await other.attempt(PASSWORD, { cookies: forged, address: "203.0.113.9" })).toMatchObject({
    kind: "throttled",
  });
});

it("slows an address with many wrong tries, but never refuses who is right there", async () => {
  const { attempt } = await makeAccount();
  const guess = (i: number) =>
    attempt("wrong", { email: `guess${i}@example.org`, address: "203.0.113.7" });
  await makeAccounts("guess", 140);
  for (let i = 0; i < LIMITS.address.most; i++) await guess(i);
  // Forty more at once: a lane of twenty takes them one by one, the others are told to wait.
  const outcomes = Promise.all(Array.from({ length: 40 }, (_, i) => guess(100 + i)));
  const quick = await Promise.race([outcomes, guess(999)]);
  expect(quick).toMatchObject({ kind: "throttled" });
  for (const outcome of await outcomes) expect(outcome.kind).toBe("throttled");
  expect(await attempt(PASSWORD, { address: "203.0.113.7" })).toMatchObject({ kind: "right" });
});

it("never limits or counts those who are right, and a success clears the account's count", async () => {
  const { attempt } = await makeAccount();
  const clinic = Array.from({ length: 100 }, () => attempt(PASSWORD, { address: "203.0.113.1" }));
  for (const outcome of await Promise.all(clinic)) expect(outcome.kind).toBe("right");
  for (let i = 0; i < 9; i++) await attempt("wrong");
  expect(await attempt(PASSWORD)).toMatchObject({ kind: "right" });
  for (let i = 0; i < 9; i++) await attempt("wrong");
  expect(await attempt(PASSWORD)).toMatchObject({ kind: "right" });
});

it("stores neither address nor e-mail with what it counts, and prunes it", async () => {
  const { superuser } = testDatabase();
  const text = "SELECT coalesce(string_agg(key, ' '), '') AS keys FROM counted_attempts";
  const before = (await superuser.query<{ keys: string }>(text)).rows[0]?.keys;
  expect(before).toMatch(/account:/);
  expect(before).not.toMatch(/example|203|192/);
  await pruneIdentity(new Date(clock + 60 * MINUTE));
  expect((await superuser.query<{ keys: string }>(text)).rows[0]?.keys).toBe("");
});

it("tells users to wait when too many passwords are being checked already", async () => {
  const { attempt } = await makeAccount();
  const owner = targetOf(testDatabase().ownerUrl);
  const link = await createAdministrator(owner, "busy@clinic.example", now());
  const token = link.split("/").at(-1) ?? "";
  const { promise: gate, resolve: open } = Promise.withResolvers<null>();
  const work = Array.from({ length: availableParallelism() + 200 }, () => inHashQueue(() => gate));
  const settled = Promise.allSettled(work);
  expect(await attempt(PASSWORD)).toEqual({ kind: "throttled", retryAfter: 5 });
  const newcomer = { name: "Pat", email: "newcomer@example.org", password: PASSWORD };
  expect(await registerPatient(newcomer, "192.0.2.250", now())).toBe(5);
  await expect(acceptWelcome(token, PASSWORD, now())).rejects.toMatchObject({
    code: "too_many_requests",
  });
  open(null);
  await settled;
  // The link is not spent.
  expect(await acceptWelcome(token, PASSWORD, now())).toBe("busy@clinic.example");
  expect(await attempt(PASSWORD)).toMatchObject({ kind: "right" });
});
