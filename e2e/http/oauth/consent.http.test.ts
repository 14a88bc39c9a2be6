import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiUrl, bearer } from "../../support/api/client.ts";
import { findOrInstallAuthlib, startAuthlibApp } from "../../support/oauth/authlib.ts";
import { connectOverHttp } from "../../support/oauth/consent.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { NativeApp } from "../../support/oauth/native-app.ts";
import { demoEmail, DEMO_PASSWORD } from "../../support/people.ts";
import { productUrl } from "../../support/product.ts";
import { sessionOf } from "../../support/sessions.ts";
import { runsUnattended } from "../../support/settings.ts";

// Clients written with openid-client meet the authorization server, and a browser without JavaScript.

const SCOPE = "openid profile appointments:read";

let app: NativeApp;
beforeAll(async () => {
  app = await NativeApp.start(productUrl());
});
afterAll(() => app.close());

const signIn = (page: FormPage, user: string) =>
  page.fill("email", demoEmail(user)).fill("password", DEMO_PASSWORD).press("Sign in");

const callApi = async (token: string, path = "me") =>
  (await fetch(`${apiUrl()}/${path}`, { headers: bearer(token) })).status;

test("a visitor signs in, reads the question and allows it, without JavaScript", async () => {
  const { url, finish } = await app.begin(SCOPE, { prompt: "consent" });
  const page = await new FormPage().open(url);
  await signIn(page, "patient21");
  for (const words of [
    "May Demo app on your device use Slotwell for you?",
    "You are signed in as",
    "See your appointments",
    "180 days at most",
  ]) {
    expect(page.text()).toContain(words);
  }
  expect(page.text()).not.toContain("Write medical records");
  const policy = page.part("head meta[http-equiv=Content-Security-Policy]");
  const { origin } = new URL(app.redirectUri);
  expect(policy.getAttribute("content")).toBe(`form-action 'self' ${origin}`);
  await page.press("Allow");
  const tokens = await finish();
  expect(tokens.claims()?.iss).toMatch(/\/oauth$/);
  expect(await callApi(tokens.access_token)).toBe(200);
  expect(await callApi(tokens.access_token, "patients")).toBe(403);
});

test("a consent is remembered, also by another browser; a wider scope is asked for again", async () => {
  await connectOverHttp(await sessionOf("patient22"), app, SCOPE);
  const again = await app.begin(SCOPE);
  const page = await new FormPage().open(again.url);
  await signIn(page, "patient22");
  expect((await again.finish()).access_token).toBeTruthy();
  await page.open((await app.begin(`${SCOPE} email`)).url);
  expect(page.text()).toContain("May Demo app on your device use Slotwell for you?");
});

test("a user who must sign in again sees the form, though signed in", async () => {
  const page = await FormPage.signedIn("patient23", { ownSession: true });
  const said = JSON.stringify({ page: "sign-in", code: "again" });
  const { port } = new URL(productUrl());
  page.browser.cookies.set(`slotwell-${port}.flash`, Buffer.from(said).toString("base64url"));
  await page.open("/sign-in?callbackUrl=%2Fpatient");
  expect(page.text()).toContain("Please sign in again");
  expect((await signIn(page, "patient23")).path).toBe("/patient");
});

test("a user with another account switches to it and allows", async () => {
  const page = await FormPage.signedIn("patient21", { ownSession: true });
  const { url, finish } = await app.begin("openid profile email", { prompt: "consent" });
  await page.open(url);
  expect(page.text()).toContain(demoEmail("patient21"));
  await page.press("Not you? Use another account");
  await signIn(page, "patient22");
  expect(page.text()).toContain(demoEmail("patient22"));
  await page.press("Allow");
  const { access_token: token } = await finish();
  const me = await fetch(`${apiUrl()}/me`, { headers: bearer(token) });
  expect(await me.json()).toMatchObject({ email: demoEmail("patient22") });
});

test("tells the client that the user did not allow it", async () => {
  const { url, finish } = await app.begin(SCOPE);
  const page = await (await FormPage.signedIn("patient23")).open(url);
  await page.press("Do not allow");
  expect(app.answer().searchParams.get("iss")).toMatch(/\/oauth$/);
  await expect(finish()).rejects.toMatchObject({ error: "access_denied" });
});

test("a client written with Debian's authlib gets tokens as well", async ({ skip }) => {
  const isThere = findOrInstallAuthlib();
  // Without root it cannot be installed; where tests run unattended it must be there.
  if (runsUnattended()) expect(isThere, "python3-authlib cannot be installed").toBe(true);
  skip(!isThere, "python3-authlib is not here, and only root can install it");
  const program = startAuthlibApp(productUrl(), app.redirectUri);
  const page = await (await FormPage.signedIn("patient28")).open(await program.says());
  await page.press("Allow");
  program.tell(app.answer().href);
  expect(JSON.parse(await program.says())).toEqual({
    name: expect.any(String) as unknown,
    first: 200,
    rotated: true,
    refreshed: 200,
    revoked: 401,
  });
  program.stop();
});

test("refresh tokens rotate, and one that comes twice ends the family", async () => {
  const first = await connectOverHttp(await sessionOf("patient24"), app, SCOPE);
  const second = await client.refreshTokenGrant(app.config, first.refresh_token ?? "");
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect(await callApi(second.access_token)).toBe(200);
  await expect(
    client.refreshTokenGrant(app.config, first.refresh_token ?? ""),
  ).rejects.toMatchObject({ error: "invalid_grant" });
  expect(await callApi(second.access_token)).toBe(401);
});

test("a client gives its own access back", async () => {
  const tokens = await connectOverHttp(await sessionOf("patient25"), app, SCOPE);
  await client.tokenRevocation(app.config, tokens.refresh_token ?? "");
  expect(await callApi(tokens.access_token)).toBe(401);
});

test("users see what they have connected, and end it at once, without JavaScript", async () => {
  const page = await FormPage.signedIn("patient26", { ownSession: true });
  const tokens = await connectOverHttp(page.browser, app, SCOPE);
  expect(await callApi(tokens.access_token)).toBe(200);
  await page.open("/account");
  const card = page.part("li", "Demo app on your device");
  expect(page.text(card)).toContain("See your appointments");
  await page.press("Yes, disconnect Demo app on your device", card);
  expect(page.text()).toContain("The program is disconnected.");
  expect(page.text()).toContain("You have connected no programs.");
  expect(await callApi(tokens.access_token)).toBe(401);
  await expect(
    client.refreshTokenGrant(app.config, tokens.refresh_token ?? ""),
  ).rejects.toMatchObject({ error: "invalid_grant" });
});

test("a token that is bound to a key works with that key alone", async () => {
  const DPoP = client.getDPoPHandle(app.config, await client.randomDPoPKeyPair());
  const tokens = await connectOverHttp(await sessionOf("patient27"), app, SCOPE, { DPoP });
  expect(tokens.token_type).toBe("dpop");
  const ask = (options: client.DPoPOptions) =>
    client.fetchProtectedResource(
      app.config,
      tokens.access_token,
      new URL(`${apiUrl()}/me`),
      "GET",
      undefined,
      undefined,
      options,
    );
  expect((await ask({ DPoP })).status).toBe(200);
  expect(await callApi(tokens.access_token)).toBe(401);
  const other = client.getDPoPHandle(app.config, await client.randomDPoPKeyPair());
  await expect(ask({ DPoP: other })).rejects.toMatchObject({ status: 401 });
});
