import { expect, type Page } from "@playwright/test";
import { demoEmail, submitSignIn } from "./people.ts";

/** Beyond the demo's appointments, so that every patient is free whenever the doctor is. */
const WEEKS_AHEAD = 5;

/** A doctor as the directory shows them. */
export interface FoundDoctor {
  name: string;
  path: string;
}

/** The public profile of a demo doctor, found by the name that the doctor's own dashboard shows. */
export async function findDoctor(doctor: Page, visitor: Page): Promise<FoundDoctor> {
  await doctor.goto("/doctor");
  const greeting = await doctor.getByRole("heading", { level: 1 }).innerText();
  const name = greeting.replace("Good day, ", "");
  await visitor.goto("/doctors");
  await visitor.getByLabel("Doctor's name").fill(name);
  await visitor.getByRole("button", { name: "Search" }).click();
  await visitor.getByRole("link", { name, exact: true }).click();
  await expect(visitor.getByRole("heading", { level: 1 })).toHaveText(name);
  return { name, path: new URL(visitor.url()).pathname };
}

/** Goes to a week with free times, some weeks ahead; gives the links to them. */
export async function openFreeWeek(page: Page, path: string) {
  const day = new Date(Date.now() + WEEKS_AHEAD * 7 * 86_400_000).toISOString().slice(0, 10);
  await page.goto(`${path}?day=${day}`);
  const times = page.locator("section[aria-labelledby=free] a.slot:visible");
  for (let week = 0; week < 4 && (await times.count()) === 0; week++) {
    const before = page.url();
    await page.getByRole("link", { name: "Next week" }).click();
    await expect(page).not.toHaveURL(before);
  }
  await expect(times.first()).toBeVisible();
  return times;
}

/** Chooses the nth free time of a far week and comes to the booking form, signing in on the way. */
export async function chooseTime(page: Page, path: string, nth: number, as?: string) {
  const times = await openFreeWeek(page, path);
  await times.nth(nth).click();
  if (as) {
    await expect(page).toHaveURL(/\/sign-in\?/);
    await submitSignIn(page, demoEmail(as));
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
