import { expect, type Page } from "@playwright/test";
import { DEMO_PASSWORD } from "../people.ts";

const DASHBOARD = /\/(patient|doctor|admin)(\/|\?|$)/;

/** Signs in through the page, as a user does, and ends on the user's own dashboard. */
export async function signIn(page: Page, email: string, password = DEMO_PASSWORD): Promise<void> {
  await page.goto("/sign-in");
  await submitSignIn(page, email, password);
  await expect(page).toHaveURL(DASHBOARD);
}

/** Fills in and sends the sign-in form that the page shows already (for example after a redirect). */
export async function submitSignIn(
  page: Page,
  email: string,
  password = DEMO_PASSWORD,
): Promise<void> {
  const form = page.locator("form").filter({ has: page.locator("[name=password]") });
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=password]").fill(password);
  await form.locator("[type=submit]").first().click();
}
