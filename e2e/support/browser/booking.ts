import { expect, type Page } from "@playwright/test";
import { dayAhead } from "../doctors.ts";
import { submitSignIn } from "./sign-in.ts";

/** Beyond the demo's appointments, so that every patient is free whenever the doctor is. */
const WEEKS_AHEAD = 5;

/** Finds a doctor by name in the directory, as a visitor does. Returns the path of the profile. */
export async function searchDoctor(visitor: Page, name: string): Promise<string> {
  await visitor.goto("/doctors");
  await visitor.getByLabel("Doctor's name").fill(name);
  await visitor.getByRole("button", { name: "Search" }).click();
  await visitor.getByRole("link", { name, exact: true }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText(name);
  return new URL(visitor.url()).pathname;
}

/** Goes to a week with free times, some weeks ahead; gives the links to them. */
export async function openFreeWeek(page: Page, path: string) {
  await page.goto(`${path}?day=${dayAhead(WEEKS_AHEAD)}`);
  const times = page.locator("section[aria-labelledby=free] a.slot:visible");
  for (let week = 0; week < 4 && (await times.count()) === 0; week++) {
    const before = page.url();
    await page.getByRole("link", { name: "Next week" }).click();
    await expect(page).not.toHaveURL(before);
  }
  await expect(times.first()).toBeVisible();
  return times;
}

/** Chooses the nth free time of a far week and comes to the booking form; a visitor signs in on the way. */
export async function chooseTime(page: Page, path: string, nth: number, email?: string) {
  const times = await openFreeWeek(page, path);
  await times.nth(nth).click();
  if (email) {
    await expect(page).toHaveURL(/\/sign-in\?/);
    await submitSignIn(page, email);
  }
  await expect(page.getByRole("heading", { name: "Book this visit" })).toBeVisible();
}

/** Sends the booking form; ends on the new appointment's page and gives its id. */
export async function sendRequest(page: Page, reason: string): Promise<string> {
  await page.getByLabel("Reason for the visit").fill(reason);
  await page.getByRole("button", { name: "Send the request" }).click();
  await expect(page.getByText("Your request is with the doctor.")).toBeVisible();
  return new URL(page.url()).pathname.split("/").at(-1) ?? "";
}

/** Opens a `details` by its summary, if it is not open yet. */
export async function openDetails(page: Page, label: string): Promise<void> {
  const details = page.locator("details").filter({ hasText: label });
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
}
