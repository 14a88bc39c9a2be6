import type { Page } from "@playwright/test";
import { chooseTime, sendRequest } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { expect, test } from "./support/browser/test.ts";

/** Where and when an appointment is, as its own page says: `{day, time}` of the clinic. */
async function clinicTimeOf(page: Page): Promise<{ day: string; time: string }> {
  await page.getByRole("link", { name: "Move", exact: true }).click();
  return {
    day: await page.locator("[name=day]").inputValue(),
    time: await page.locator("[name=time]").inputValue(),
  };
}

test("an admin moves a visit on top of another, with a reason that the practice reads", async ({
  signedIn,
}) => {
  const doctor = await signedIn("doctor7");
  const admin = await signedIn("admin");
  const first = await signedIn("patient17");
  const second = await signedIn("patient18");
  const { path } = await findDoctor("doctor7");
  await chooseTime(first, path, 12);
  const stays = await sendRequest(first, "I stay where I am");
  await chooseTime(second, path, 14);
  const moves = await sendRequest(second, "Move me if you must");

  await admin.goto(`/admin/appointments/${stays}`);
  const { day, time } = await clinicTimeOf(admin);
  await admin.goto(`/admin/appointments/${moves}/move`);
  await admin.locator("[name=day]").fill(day);
  await admin.locator("[name=time]").fill(time);
  await admin.getByRole("button", { name: "Look at this time" }).click();
  await expect(admin.getByText("Somebody has this time already.").first()).toBeVisible();
  await expect(admin.getByText("The nearest free times:")).toBeVisible();

  await admin.getByLabel("Why do you overbook?").fill("   ");
  await admin.getByRole("button", { name: "Overbook deliberately" }).click();
  await expect(admin.getByText("This is needed.").first()).toBeVisible();
  await admin.getByLabel("Why do you overbook?").fill("An emergency");
  await admin.getByRole("button", { name: "Overbook deliberately" }).click();
  await expect(admin.getByText("The visit has been moved.")).toBeVisible();
  await expect(admin.getByText("Overbooked", { exact: true })).toBeVisible();

  await doctor.goto(`/doctor/appointments/${moves}`);
  await expect(doctor.getByText("Overbooked", { exact: true })).toBeVisible();
  await expect(doctor.getByRole("definition").getByText("An emergency")).toBeVisible();
  await expect(doctor.getByRole("blockquote").getByText("An emergency")).toBeVisible();
  await second.goto(`/patient/appointments/${moves}`);
  await expect(second.getByText("Fitted in", { exact: true })).toBeVisible();
  await expect(second.getByText("An emergency")).toHaveCount(0);
  await first.goto(`/patient/appointments/${stays}`);
  await expect(first.getByText("Overbooked")).toHaveCount(0);
});
