import type { Page } from "@playwright/test";
import { DEMO_PASSWORD } from "../people.ts";

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
