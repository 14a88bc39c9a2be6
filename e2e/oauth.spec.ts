import type { Page } from "@playwright/test";
import * as client from "openid-client";
import { bearer } from "./support/api/client.ts";
import { backAt, question, test } from "./support/browser/connect.ts";
import { demoEmail } from "./support/people.ts";
import { submitSignIn } from "./support/browser/sign-in.ts";
import { expectAccessible } from "./support/browser/accessible.ts";
import { expect } from "./support/browser/test.ts";

// A client written with openid-client meets the authorization server in a browser; e2e/http/oauth has the rest.

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
