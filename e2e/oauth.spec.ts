import type { Page } from "@playwright/test";
import * as client from "openid-client";
import { findOrInstallAuthlib, startAuthlibApp } from "./support/oauth/authlib.ts";
import { bearer } from "./support/api/client.ts";
import { backAt, question, test } from "./support/browser/connect.ts";
import { connectOverHttp } from "./support/oauth/consent.ts";
import { demoEmail } from "./support/people.ts";
import { sessionOf } from "./support/sessions.ts";
import { submitSignIn } from "./support/browser/sign-in.ts";
import { expect, expectAccessible } from "./support/browser/test.ts";

// Clients written with other libraries (openid-client, authlib) meet the authorization server in a browser.

const SCOPE = "openid profile appointments:read";
const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

const callApi = (page: Page, token: string, path = "me") =>
  page.request.get(`/api/v1/${path}`, {
    headers: { ...bearer(token), cookie: "" },
  });

test("a visitor signs in, reads the question and allows it", async ({ visitor, app }) => {
  const page = await visitor();
  const { url, finish } = await app.begin(SCOPE, { prompt: "consent" });
  await page.goto(url);
  await submitSignIn(page, demoEmail("patient21"));
  await question(page);
  await expect(page.getByText("You are signed in as", { exact: false })).toBeVisible();
  await expect(page.getByText("See your appointments")).toBeVisible();
  await expect(page.getByText("180 days at most")).toBeVisible();
  await expect(page.getByText("Write medical records")).toHaveCount(0);
  await expectAccessible(page);
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

test("a consent is remembered, also by another browser; a wider scope is asked for again", async ({
  visitor,
  app,
}) => {
  await connectOverHttp(await sessionOf("patient22"), app, SCOPE);
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

test("a user who must sign in again sees the form, though signed in", async ({
  signedIn,
  baseURL,
}) => {
  const page = await signedIn("patient23", { ownSession: true });
  const { port } = new URL(baseURL ?? "");
  const said = JSON.stringify({ page: "sign-in", code: "again" });
  const value = Buffer.from(said).toString("base64url");
  await page.context().addCookies([{ name: `slotwell-${port}.flash`, value, url: baseURL ?? "" }]);
  await page.goto("/sign-in?callbackUrl=%2Fpatient");
  await expect(page.getByText("Please sign in again")).toBeVisible();
  await submitSignIn(page, demoEmail("patient23"));
  await expect(page).toHaveURL(/\/patient$/);
});

test("a user with another account switches to it and allows", async ({ signedIn, app }) => {
  const page = await signedIn("patient21", { ownSession: true });
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

test("tells the client that the user did not allow it", async ({ signedIn, app }) => {
  const page = await signedIn("patient23");
  const { url, finish } = await app.begin(SCOPE);
  await page.goto(url);
  await press(page, "Do not allow");
  await backAt(page, app);
  expect(app.answer().searchParams.get("iss")).toMatch(/\/oauth$/);
  await expect(finish()).rejects.toMatchObject({ error: "access_denied" });
});

test("a client written with Debian's authlib gets tokens as well", async ({
  signedIn,
  app,
  baseURL,
}) => {
  const isThere = findOrInstallAuthlib();
  // Without root it cannot be installed; where tests run unattended it must be there.
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
