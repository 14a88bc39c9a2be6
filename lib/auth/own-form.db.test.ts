import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { disconnect } from "#lib/db.ts";
import { startAuthServer } from "#lib/testing/auth-browser.ts";
import { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { fieldOf } from "#lib/testing/form-owner.ts";
import { signInAs } from "#lib/testing/oauth.ts";
import { makePatient } from "#lib/testing/people.ts";
import { cookieName } from "./cookies.ts";
import { ACCOUNT_CHANGED } from "./form-owner.ts";
import { issueStep } from "./second-factor/steps.ts";
import { findSession } from "./session-store.ts";

// Fails without isDrawnFor in ownForm.

let server: Awaited<ReturnType<typeof startAuthServer>>;
let browser: CookieBrowser;
let ann: string;
let ben: string;
beforeAll(async () => {
  server = await startAuthServer();
});
beforeEach(async () => {
  [ann, ben] = [(await makePatient()).actor.userId, (await makePatient()).actor.userId];
  browser = new CookieBrowser(server.url);
  await signInAs(browser, ann);
});
afterAll(async () => {
  await server.stop();
  await disconnect();
});

const signedIn = async () => {
  const session = await findSession(browser.cookies.get(cookieName("session")), new Date());
  return session?.actor.userId;
};
const leadsTo = async (path: string, form: Record<string, string>) =>
  (await browser.ask(path, form)).headers.get("location");

it.each([
  ["that was opened by another user", () => fieldOf(ann)],
  ["that was opened by a visitor", () => ({ _for: "" })],
  ["that does not say by which account", () => ({ bye: "1" })],
])("signs out by no form %s", async (_what, fieldsOf) => {
  await signInAs(browser, ben);
  expect(await leadsTo("/sign-out", fieldsOf())).toBe(ACCOUNT_CHANGED);
  expect(await signedIn()).toBe(ben);
});

it("signs out by a form of the same user from before they signed in again", async () => {
  const before = fieldOf(ann);
  await signInAs(browser, ann);
  expect(await leadsTo("/sign-out", before)).toBe("/");
  expect(await signedIn()).toBeUndefined();
});

it("answers a program with 409 and a code", async () => {
  const response = await browser.send("/sign-out", {
    method: "POST",
    headers: { accept: "application/json" },
    body: new URLSearchParams(fieldOf(ben)),
  });
  expect(response.status).toBe(409);
  expect(await response.json()).toMatchObject({ code: "account_changed" });
});

it("checks no code of one user in the sign-in of another", async () => {
  const visitor = new CookieBrowser(server.url);
  const step = await issueStep({ userId: ben, amr: ["pwd"] }, new Date());
  visitor.cookies.set(cookieName("step"), step);
  const send = async (form: Record<string, string>) =>
    (await visitor.ask("/sign-in/code", form)).headers.get("location");
  expect(await send({ ...fieldOf(ann), code: "123456" })).toBe(ACCOUNT_CHANGED);
  expect(await send({ ...fieldOf(ben), code: "123456" })).toBe("/sign-in/second-step");
});
