import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiUrl, bearer } from "../../support/api/client.ts";
import { connectOverHttp } from "../../support/oauth/consent.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { NativeApp } from "../../support/oauth/native-app.ts";
import { demoEmail, DEMO_PASSWORD } from "../../support/people.ts";
import { productUrl } from "../../support/product.ts";
import { sessionOf } from "../../support/sessions.ts";

// Clients written with openid-client meet the authorization server, and a browser without JavaScript.

const SCOPE = "openid profile appointments:read";

let app: NativeApp;
beforeAll(async () => {
  app = await NativeApp.start(productUrl());
});
afterAll(() => app.close());

const callApi = async (token: string, path = "me") =>
  (await fetch(`${apiUrl()}/${path}`, { headers: bearer(token) })).status;

test("a visitor signs in, reads the question and allows it, without JavaScript", async () => {
  const { url, finish } = await app.begin(SCOPE, { prompt: "consent" });
  const page = await new FormPage().open(url);
  await page.fill("email", demoEmail("patient21")).fill("password", DEMO_PASSWORD).press("Sign in");
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
