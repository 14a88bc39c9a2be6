import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import { supply } from "#lib/env.ts";
import { startAuthServer } from "#lib/testing/auth-browser.ts";
import { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { hashCheaply } from "#lib/testing/passwords.ts";
import { makePatient } from "#lib/testing/people.ts";
import { fieldOf } from "#lib/testing/form-owner.ts";
import { authorize, makeClient, redeem, requestOf } from "#lib/testing/oauth.ts";
import { addApp, sessionFor } from "#lib/testing/second-factor.ts";
import { findBearer } from "../bearer.ts";
import { callerOf } from "../caller.ts";
import { cookieName } from "../cookies.ts";
import { findAnySession, findSession } from "../session-store.ts";
import { LIMITS } from "../throttle.ts";
import { codeAt } from "./totp.ts";

// Signing in with two factors, over HTTP, as a browser without JavaScript does it.

const PASSWORD = "correct horse battery";
let server: Awaited<ReturnType<typeof startAuthServer>>;
let userId: string;
let secret: string;
let codes: string[];
let form: { email: string; password: string };
let accounts = 0;

beforeAll(async () => {
  server = await startAuthServer();
  await makeClient({ id: "office" });
});
beforeEach(async () => {
  ({ userId } = (await makePatient()).actor);
  form = { email: `two${++accounts}@example.org`, password: PASSWORD };
  await testDatabase().superuser.query(
    "UPDATE users SET email = $2, password_hash = $3 WHERE id = $1",
    [userId, form.email, await hashCheaply(PASSWORD)],
  );
  // Long ago, so that its code is not the one of now.
  const before = new Date(Date.now() - 3_600_000);
  ({ secret, codes } = await addApp(await sessionFor(userId, before), before));
});
afterEach(() => {
  supply({ REQUIRE_SECOND_FACTOR: "" });
});
afterAll(() => server.stop());

const codeOfNow = () => codeAt(secret, new Date());
const sessionOf = (browser: CookieBrowser) => browser.cookies.get(cookieName("session"));
async function withPassword(callbackUrl = "/patient/labs") {
  const browser = new CookieBrowser(server.url);
  const trail = await browser.go("/sign-in/password", { ...form, callbackUrl });
  return { browser, trail };
}

it("asks for the code after the password, and begins the session after both", async () => {
  const { browser, trail } = await withPassword();
  expect(trail.at(-1)).toBe("/sign-in/second-step?callbackUrl=%2Fpatient%2Flabs");
  expect(sessionOf(browser)).toBeUndefined();
  const code = codeOfNow();
  const end = await browser.go("/sign-in/code", {
    ...fieldOf(userId),
    code,
    callbackUrl: "/patient/labs",
  });
  expect(end.at(-1)).toBe("/patient/labs");
  const session = await findSession(sessionOf(browser), new Date());
  expect(session).toMatchObject({ actor: { userId }, amr: ["pwd", "otp"] });
  expect(browser.cookies.has(cookieName("step"))).toBe(false);
});

it("says how the user signed in to other clients as well (RFC 8176)", async () => {
  const { browser } = await withPassword();
  await browser.go("/sign-in/code", { ...fieldOf(userId), code: codes[0] ?? "" });
  const { end } = await authorize(browser, requestOf("office"));
  const { body } = await redeem(server.url, "office", end);
  const [, payload = ""] = (body["id_token"] ?? "").split(".");
  const claims = JSON.parse(Buffer.from(payload, "base64url").toString()) as object;
  expect(claims).toMatchObject({ sub: userId, amr: ["pwd", "otp"] });
});

it("opens nothing by a sign-in that is half done", async () => {
  const { browser } = await withPassword();
  const step = browser.cookies.get(cookieName("step")) ?? "";
  expect(step).toHaveLength(43);
  const now = new Date();
  for (const cookie of ["session", "ticket", "provider", "device"] as const) {
    browser.cookies.set(cookieName(cookie), step);
  }
  expect(await findAnySession(step, now)).toBeNull();
  await expect(findBearer(step, now)).rejects.toMatchObject({ code: "unauthenticated" });
  const request = (method: string) =>
    new Request(`${server.url}/api/v1/me`, {
      method,
      headers: { cookie: browser.cookieFor("/api/v1/me"), origin: server.url },
    });
  expect((await callerOf(request("GET"), now)).actor.kind).toBe("anonymous");
  await expect(callerOf(request("POST"), now)).rejects.toMatchObject({ code: "unauthenticated" });
  // Neither does the authorization server take it for an answer.
  const { end } = await authorize(browser, requestOf("office"));
  expect(end.pathname).toBe("/sign-in");
});

it("takes one code in one of two browsers", async () => {
  const one = (await withPassword()).browser;
  const two = (await withPassword()).browser;
  const code = codeOfNow();
  await Promise.all(
    [one, two].map((browser) => browser.go("/sign-in/code", { ...fieldOf(userId), code })),
  );
  expect([one, two].filter((browser) => sessionOf(browser) !== undefined)).toHaveLength(1);
});

it("begins one session for one step, whatever is posted with it again", async () => {
  const { browser } = await withPassword();
  const step = browser.cookies.get(cookieName("step")) ?? "";
  await browser.go("/sign-in/code", { ...fieldOf(userId), code: codeOfNow() });
  browser.cookies.set(cookieName("step"), step);
  const trail = await browser.go("/sign-in/code", { ...fieldOf(userId), code: codes[0] ?? "" });
  expect(trail).toEqual(["/sign-in/code", "/sign-in"]);
});

it("stops guesses after the limit, whichever browsers they come from", async () => {
  const wrong = codeOfNow() === "000000" ? "111111" : "000000";
  const statuses: number[] = [];
  for (let i = 0; i < LIMITS.code.most + 2; i++) {
    const { browser } = await withPassword();
    const response = await browser.send("/sign-in/code", {
      method: "POST",
      headers: { accept: "application/json" },
      body: new URLSearchParams({ ...fieldOf(userId), code: wrong }),
    });
    statuses.push(response.status);
  }
  expect(statuses).toEqual([401, 401, 401, 401, 401, 429, 429]);
  const { browser } = await withPassword();
  const trail = await browser.go("/sign-in/code", { ...fieldOf(userId), code: codeOfNow() });
  expect(trail.at(-1)).toBe("/sign-in/second-step");
  expect(sessionOf(browser)).toBeUndefined();
});

it("answers a wrong password of an account with and without a second factor alike", async () => {
  const answerTo = async (email: string) => {
    const browser = new CookieBrowser(server.url);
    const response = await browser.ask("/sign-in/password", { email, password: "wrong" });
    const flash = browser.cookies.get(cookieName("flash")) ?? "";
    const { email: _, ...said } = JSON.parse(Buffer.from(flash, "base64url").toString()) as {
      email: string;
    };
    return [response.status, response.headers.get("location"), said, [...browser.cookies.keys()]];
  };
  const answers = await Promise.all([form.email, "unknown@example.org"].map(answerTo));
  expect(answers[0]).toEqual(answers[1]);
  const without = await new CookieBrowser(server.url).go("/sign-in/code", {
    ...fieldOf(userId),
    code: "123456",
  });
  expect(without).toEqual(["/sign-in/code", "/sign-in"]);
});

it("takes no code that another site posts", async () => {
  const { browser } = await withPassword();
  const response = await browser.send("/sign-in/code", {
    method: "POST",
    headers: { origin: "https://evil.example" },
    body: new URLSearchParams({ ...fieldOf(userId), code: codeOfNow() }),
  });
  expect(response.status).toBe(403);
  expect(sessionOf(browser)).toBeUndefined();
});

it("leads no further than the second factor that the role needs, by a token either", async () => {
  const { browser } = await withPassword();
  await browser.go("/sign-in/code", { ...fieldOf(userId), code: codeOfNow() });
  const { end } = await authorize(browser, requestOf("office"));
  const token = (await redeem(server.url, "office", end)).body["access_token"] ?? "";
  const now = new Date();
  expect((await findBearer(token, now)).actor).toMatchObject({ userId });
  await testDatabase().superuser.query("DELETE FROM totp_factors WHERE user_id = $1", [userId]);
  supply({ REQUIRE_SECOND_FACTOR: "patient" });
  await expect(findBearer(token, now)).rejects.toMatchObject({ code: "second_factor_needed" });
  const { end: again } = await authorize(browser, requestOf("office"));
  expect(again.pathname).toBe("/sign-in");
});
