import type { Page } from "@playwright/test";
import * as client from "openid-client";
import { findOrInstallAuthlib, startAuthlibApp } from "./support/authlib.ts";
import { bearer, connect as connectFor, question, test } from "./support/connect.ts";
import { backAt, overHttp, type NativeApp } from "./support/native-app.ts";
import { demoEmail, submitSignIn } from "./support/people.ts";
import { expect, expectAccessible } from "./support/test.ts";

// Programs that others have written (openid-client) meet the authorization server through a browser.

const SCOPE = "openid profile appointments:read";
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();
const connect = (page: Page, app: NativeApp) => connectFor(page, app, SCOPE);

const callApi = (page: Page, token: string, path = "me") =>
  page.request.get(`/api/v1/${path}`, {
    headers: { ...bearer(token), cookie: "" },
  });

for (const javaScript of [true, false]) {
  test(`a visitor signs in, reads the question and allows it, ${javaScript ? "with" : "without"} JavaScript`, async ({
    visitor,
    app,
  }) => {
    const page = await visitor({ javaScript });
    const { url, finish } = await app.begin(SCOPE, { prompt: "consent" });
    await page.goto(url);
    await submitSignIn(page, demoEmail("patient21"));
    await question(page);
    await expect(page.getByText("You are signed in as", { exact: false })).toBeVisible();
    await expect(page.getByText("See your appointments")).toBeVisible();
    await expect(page.getByText("180 days at most")).toBeVisible();
    await expect(page.getByText("Write medical records")).toHaveCount(0);
    if (javaScript) await expectAccessible(page);
    const policies = page.locator("head meta[http-equiv=Content-Security-Policy]");
    await expect(policies).toHaveAttribute(
      "content",
      `form-action 'self' ${new URL(app.redirectUri).origin}`,
    );
    await press(page, "Allow");
    await backAt(page, app);
    const tokens = await finish();
    expect(tokens.claims()?.iss).toMatch(/\/oauth$/);
    const subject = tokens.claims()?.sub ?? "";
    const person = await client.fetchUserInfo(app.config, tokens.access_token, subject);
    expect(person.name).toBeTruthy();
    expect(person).not.toHaveProperty("email");
    expect((await callApi(page, tokens.access_token)).status()).toBe(200);
    expect((await callApi(page, tokens.access_token, "patients")).status()).toBe(403);
  });
}

test("a yes is remembered, also where somebody signs in first; a wider wish is asked again", async ({
  signedIn,
  visitor,
  app,
}) => {
  await connect(await signedIn("patient22"), app);
  const page = await visitor();
  const again = await app.begin(SCOPE);
  await page.goto(again.url);
  await submitSignIn(page, demoEmail("patient22"));
  await backAt(page, app);
  expect((await again.finish()).access_token).toBeTruthy();
  const wider = await app.begin(`${SCOPE} email`);
  await page.goto(wider.url);
  await question(page);
});

test("who is to sign in again sees the form, though signed in", async ({ signedIn, baseURL }) => {
  const page = await signedIn("patient23");
  const { port } = new URL(baseURL ?? "");
  const said = JSON.stringify({ page: "sign-in", code: "again" });
  const value = Buffer.from(said).toString("base64url");
  await page.context().addCookies([{ name: `slotwell-${port}.flash`, value, url: baseURL ?? "" }]);
  await page.goto("/sign-in?callbackUrl=%2Fpatient");
  await expect(page.getByText("Please sign in again")).toBeVisible();
  await submitSignIn(page, demoEmail("patient23"));
  await expect(page).toHaveURL(/\/patient$/);
});

test("whoever is somebody else answers as themselves", async ({ signedIn, app }) => {
  const page = await signedIn("patient21");
  const { url, finish } = await app.begin("openid profile email", { prompt: "consent" });
  await page.goto(url);
  await expect(page.getByText(demoEmail("patient21"))).toBeVisible();
  await press(page, "Not you? Use another account");
  await submitSignIn(page, demoEmail("patient22"));
  await expect(page.getByText(demoEmail("patient22"))).toBeVisible();
  await press(page, "Allow");
  await backAt(page, app);
  const tokens = await finish();
  const me = await callApi(page, tokens.access_token);
  expect(await me.json()).toMatchObject({ email: demoEmail("patient22") });
});

test("no is an answer", async ({ signedIn, app }) => {
  const page = await signedIn("patient23");
  const { url, finish } = await app.begin(SCOPE);
  await page.goto(url);
  await press(page, "Do not allow");
  await backAt(page, app);
  expect(app.answer().searchParams.get("iss")).toMatch(/\/oauth$/);
  await expect(finish()).rejects.toMatchObject({ error: "access_denied" });
});

test("refresh tokens rotate, and one that comes twice ends the family", async ({
  signedIn,
  app,
}) => {
  const page = await signedIn("patient24");
  const first = await connect(page, app);
  const second = await client.refreshTokenGrant(app.config, first.refresh_token ?? "");
  expect(second.refresh_token).not.toBe(first.refresh_token);
  expect((await callApi(page, second.access_token)).status()).toBe(200);
  await expect(
    client.refreshTokenGrant(app.config, first.refresh_token ?? ""),
  ).rejects.toMatchObject({
    error: "invalid_grant",
  });
  expect((await callApi(page, second.access_token)).status()).toBe(401);
});

test("a program gives its own access back", async ({ signedIn, app }) => {
  const page = await signedIn("patient25");
  const tokens = await connect(page, app);
  await client.tokenRevocation(app.config, tokens.refresh_token ?? "");
  expect((await callApi(page, tokens.access_token)).status()).toBe(401);
});

test("people see what they have connected, and end it at once", async ({ signedIn, app }) => {
  const page = await signedIn("patient26", { javaScript: false });
  const tokens = await connect(page, app);
  expect((await callApi(page, tokens.access_token)).status()).toBe(200);
  await page.goto("/account");
  const card = page.getByRole("listitem").filter({ hasText: "Demo app on your device" }).first();
  await expect(card.getByText("See your appointments")).toBeVisible();
  await card.getByText("Disconnect Demo app on your device …").click();
  await press(page, "Yes, disconnect Demo app on your device");
  await expect(page.getByText("The program is disconnected.")).toBeVisible();
  await expect(page.getByText("You have connected no programs.")).toBeVisible();
  expect((await callApi(page, tokens.access_token)).status()).toBe(401);
  await expect(
    client.refreshTokenGrant(app.config, tokens.refresh_token ?? ""),
  ).rejects.toMatchObject({
    error: "invalid_grant",
  });
});

test("a token that is bound to a key works with that key alone", async ({
  signedIn,
  app,
  baseURL,
}) => {
  const page = await signedIn("patient27");
  const DPoP = client.getDPoPHandle(app.config, await client.randomDPoPKeyPair());
  const { url, finish } = await app.begin(SCOPE, { prompt: "consent" });
  await page.goto(url);
  await press(page, "Allow");
  await backAt(page, app);
  const tokens = await finish({ DPoP });
  expect(tokens.token_type).toBe("dpop");
  const me = new URL(`${baseURL ?? ""}/api/v1/me`);
  const ask = (options?: client.DPoPOptions) =>
    client.fetchProtectedResource(
      app.config,
      tokens.access_token,
      me,
      "GET",
      undefined,
      undefined,
      options,
    );
  expect((await ask({ DPoP })).status).toBe(200);
  expect((await callApi(page, tokens.access_token)).status()).toBe(401);
  const other = client.getDPoPHandle(app.config, await client.randomDPoPKeyPair());
  await expect(ask({ DPoP: other })).rejects.toMatchObject({ status: 401 });
});

test("the demo service gets in by itself, by the metadata of RFC 8414", async ({
  page,
  baseURL,
}) => {
  const config = await client.discovery(
    new URL(`${baseURL ?? ""}/oauth`),
    "slotwell-demo-service",
    "slotwell-demo-secret",
    client.ClientSecretBasic("slotwell-demo-secret"),
    { algorithm: "oauth2", execute: [overHttp] },
  );
  const tokens = await client.clientCredentialsGrant(config, {
    scope: "doctors:read availability:read",
  });
  expect(
    (await callApi(page, tokens.access_token, "slots?specialization=cardiology")).status(),
  ).toBe(200);
  expect((await callApi(page, tokens.access_token, "patients")).status()).toBe(403);
  expect(await client.tokenIntrospection(config, tokens.access_token)).toMatchObject({
    active: true,
  });
  await client.tokenRevocation(config, tokens.access_token);
  expect(await client.tokenIntrospection(config, tokens.access_token)).toEqual({ active: false });
  expect(
    (await callApi(page, tokens.access_token, "slots?specialization=cardiology")).status(),
  ).toBe(401);
});

test("a program that was written with Debian's authlib gets in as well", async ({
  signedIn,
  app,
  baseURL,
}) => {
  const isThere = findOrInstallAuthlib();
  // A person who may not install it goes without; where tests run unattended it has to be there.
  if (test.info().config.forbidOnly)
    expect(isThere, "python3-authlib cannot be installed").toBe(true);
  test.skip(!isThere, "python3-authlib is not here, and only root can install it");
  const page = await signedIn("patient28");
  const program = startAuthlibApp(baseURL ?? "", app.redirectUri);
  await page.goto(await program.says());
  await question(page);
  await press(page, "Allow");
  await backAt(page, app);
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
