import { expect, type Page } from "@playwright/test";

/** The password of every demo account. */
const demoPassword = "slotwell-demo";

/** The demo account of this name, for example `patient1`. */
export const demoEmail = (name: string): string => `${name}@slotwell.test`;

const DASHBOARD = /\/(patient|doctor|admin)(\/|\?|$)/;

/** Signs in through the page, as a person would, and ends on the person's own dashboard. */
export async function signIn(page: Page, email: string, password = demoPassword): Promise<void> {
  await page.goto("/sign-in");
  await submitSignIn(page, email, password);
  await expect(page).toHaveURL(DASHBOARD);
}

/** Fills in and sends the sign-in form that the page shows already (for example after a redirect). */
export async function submitSignIn(
  page: Page,
  email: string,
  password = demoPassword,
): Promise<void> {
  const form = page.locator("form").filter({ has: page.locator("[name=password]") });
  await form.locator("[name=email]").fill(email);
  await form.locator("[name=password]").fill(password);
  await form.locator("[type=submit]").first().click();
}
