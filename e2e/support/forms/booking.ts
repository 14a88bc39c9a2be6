import { dayAhead, findDoctor } from "../doctors.ts";
import type { FormPage } from "./form-page.ts";

/** Away from the weeks in which browser tests book and the API's test moves appointments. */
const WEEKS_AHEAD = 9;

/** Opens a week of a doctor with free times, some weeks ahead. Returns the links to them. */
export async function openFreeWeek(page: FormPage, account: string) {
  const { path } = await findDoctor(account);
  await page.open(`${path}?day=${dayAhead(WEEKS_AHEAD)}`);
  const times = () => page.all("section[aria-labelledby=free] a.slot");
  for (let week = 0; week < 3 && times().length === 0; week++) await page.follow("Next week");
  if (times().length === 0) throw new Error(`${account} has no free time`);
  return times();
}

/** Chooses the nth free time of that week; a page that is signed in comes to the booking form. */
export async function chooseTime(page: FormPage, account: string, nth: number): Promise<void> {
  const times = await openFreeWeek(page, account);
  await page.open(times[nth]?.getAttribute("href") ?? "");
}

/** Sends the booking form. Returns the new appointment's id. */
export async function sendRequest(page: FormPage, reason: string): Promise<string> {
  await page.fill("Reason for the visit", reason).press(/^(Send the request|Book the visit)$/);
  if (!/Your (request is with|visit is booked)/.test(page.text())) {
    throw new Error(`Not booked: ${page.text()}`);
  }
  return page.path.split("/").at(-1)?.split("?")[0] ?? "";
}
