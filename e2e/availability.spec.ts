import type { Page } from "@playwright/test";
import { chooseTime } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { expect, test } from "./support/browser/test.ts";

// A doctor's hours change under a visit that is agreed: it stays as it is until the doctor decides.
test("hours are changed and the visits outside of them moved", async ({ signedIn }) => {
  const doctor = await signedIn("doctor11");
  const patient = await signedIn("patient28");
  const { path } = await findDoctor("doctor11");
  await chooseTime(patient, path, 0);
  await patient.getByRole("button", { name: /^(Send the request|Book the visit)$/ }).click();
  await expect(patient.getByText(/^Your (request is with|visit is booked)/)).toBeVisible();
  const visit = patient.getByText(/^\w{3}, \d+ \w+ \d{4}, \d\d:\d\d–/).first();
  const before = await visit.innerText();

  await doctor.goto("/doctor/availability");
  await clearHours(doctor, before);
  await doctor.getByRole("button", { name: "Save the weekly hours" }).click();
  await expect(doctor.getByText("Nothing has changed yet.")).toBeVisible();
  // The patient's name is known to the doctor from the appointment.
  const question = doctor.getByRole("group").filter({ hasText: before });
  await doctor.getByRole("alert").getByRole("link").filter({ hasText: before }).click();
  await expect(question).toBeInViewport();
  await expect(question.getByLabel("Keep it as it is")).toBeChecked();
  await question
    .getByLabel(/^Move it to/)
    .first()
    .check();
  await doctor.getByLabel("What patients are told").fill("I am at the other practice that day.");
  await doctor.getByRole("button", { name: "Save the weekly hours" }).click();
  await expect(doctor.getByText("The weekly hours are saved.")).toBeVisible();

  await patient.reload();
  await expect(patient.getByText("Moved", { exact: true })).toBeVisible();
  await expect(patient.getByText("I am at the other practice that day.").first()).toBeVisible();
  await expect(visit).not.toHaveText(before);
});

test("time off takes its hours out of the free times, and gives them back", async ({
  visitor,
  signedIn,
}) => {
  const doctor = await signedIn("doctor1");
  const patient = await visitor();
  const { path } = await findDoctor("doctor1");
  const far = new Date(Date.now() + 80 * 86_400_000).toISOString().slice(0, 10);
  const week = new Date(Date.parse(far) + 6 * 86_400_000).toISOString().slice(0, 10);
  const times = patient.locator("a.slot");
  await patient.goto(`${path}?day=${far}`);
  await expect(times.first()).toBeVisible();

  await doctor.goto("/doctor/availability/time-off");
  await doctor.getByLabel("First day").fill(week);
  await doctor.getByLabel("Last day").fill(far);
  await doctor.getByRole("button", { name: "Save the time off" }).click();
  await expect(doctor.getByText("The end must come after the start.").first()).toBeVisible();
  const before = new Date(Date.parse(far) - 6 * 86_400_000).toISOString().slice(0, 10);
  await doctor.getByLabel("First day").fill(before);
  await doctor.getByLabel("Last day").fill(week);
  await doctor.getByLabel("Reason").fill("A long walk");
  await doctor.getByRole("button", { name: "Save the time off" }).click();
  await expect(doctor.getByText("The time off is saved.")).toBeVisible();
  await patient.reload();
  await expect(times).toHaveCount(0);

  await doctor.goto(`/doctor/availability/why?day=${far}&time=09:00`);
  await expect(doctor.getByText("the doctor is away (A long walk)")).toBeVisible();
  await doctor.goto("/doctor/availability/time-off");
  const row = doctor.getByRole("row").filter({ hasText: "A long walk" });
  await row.getByRole("button", { name: "Take back" }).click();
  await expect(doctor.getByText("The time off is taken back.")).toBeVisible();
  await patient.reload();
  await expect(times.first()).toBeVisible();
});

test("the hours of one day are copied to others, and an overlap is said at its row", async ({
  signedIn,
}) => {
  const page = await signedIn("doctor1");
  await page.goto("/doctor/availability");
  const sunday = page.getByRole("region", { name: "Sunday" });
  await expect(sunday.getByLabel("Sunday, from")).toHaveCount(0);
  const monday = page.getByRole("region", { name: "Monday" });
  await monday.getByLabel("Monday, from").first().fill("07:15");
  await page.getByLabel("Copy Monday to other days").click();
  await monday.getByLabel("Sunday", { exact: true }).check();
  await page.getByRole("button", { name: "Copy these hours" }).click();
  await expect(sunday.getByLabel("Sunday, from").first()).toHaveValue("07:15");

  await page.getByRole("button", { name: "Add hours on Sunday" }).click();
  await sunday.getByLabel("Sunday, from").last().fill("08:00");
  await sunday.getByLabel("Sunday, to").last().fill("09:00");
  await page.getByRole("button", { name: "Save the weekly hours" }).click();
  await expect(sunday.getByText("These overlap each other.")).toBeVisible();
  await expect(sunday.getByLabel("Sunday, from").last()).toHaveValue("08:00");
});

test("what is saved a second time is said a second time", async ({ signedIn }) => {
  const page = await signedIn("doctor10");
  await page.goto("/doctor/availability/rules");
  const save = page.getByRole("button", { name: "Save the booking rules" });
  const done = page.locator("div[tabindex='-1']").filter({ has: page.getByRole("status") });
  for (const saved of [save, save]) {
    await saved.focus();
    await saved.press("Enter");
    await expect(done).toBeFocused();
    await expect(done).toBeInViewport();
  }
});

/** Empties the hours of the weekday on which a visit is: "Tue, 5 Jan 2027, …". */
async function clearHours(page: Page, visit: string): Promise<void> {
  const names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const name = names.find((day) => visit.startsWith(day.slice(0, 3))) ?? "";
  const day = page.getByRole("region", { name });
  const remove = day.getByRole("button", { name: /^Remove/ });
  for (let left = await remove.count(); left > 0; left -= 1) await remove.first().click();
}
