import type { Page } from "@playwright/test";
import { openFreeWeek, sendRequest } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { expect, test } from "./support/browser/test.ts";

test("a visit dragged to another day is moved once that is confirmed", async ({ signedIn }) => {
  const doctor = await signedIn("doctor2");
  const patient = await signedIn("patient23");
  const { path } = await findDoctor("doctor2");
  await openFreeWeek(patient, path);
  const { time, from, to } = await sameTimeTwice(patient);
  await patient.locator(`section[aria-labelledby="day-${from}"]`).getByText(time).click();
  const id = await sendRequest(patient, "Dragged to another day");
  await expect(patient.getByText(`${worded(from)}, ${time}`).first()).toBeVisible();

  await doctor.goto(`/doctor/calendar?view=week&date=${from}`);
  const entry = doctor.locator(`.calendar a[href$="${id}"]`);
  await drag(doctor, id, weekday(to));
  await expect(doctor).toHaveURL(
    `/doctor/appointments/${id}/move?day=${to}&time=${encodeURIComponent(time)}`,
  );
  await expect(doctor.getByText(`To ${worded(to)}, ${time}`)).toBeVisible();
  // Nothing has changed before it is confirmed.
  await patient.reload();
  await expect(patient.getByText(`${worded(from)}, ${time}`).first()).toBeVisible();

  await doctor.getByRole("button", { name: "Move the visit" }).click();
  await expect(doctor.getByText("The visit has been moved.")).toBeVisible();
  await doctor.goto(`/doctor/calendar?view=day&date=${to}`);
  await expect(entry).toHaveAccessibleName(new RegExp(`^${time}–.* ${worded(to)}: `));
  await doctor.goto(`/doctor/calendar?view=day&date=${from}`);
  await expect(doctor.locator(".calendar .ec")).toBeVisible();
  await expect(entry).toHaveCount(0);

  await patient.goto("/patient");
  const visit = patient.getByRole("article").filter({ hasText: "Dragged to another day" });
  await expect(visit).toContainText(worded(to));
});

test("the visits of today on the dashboard are on the day sheet, which prints without the navigation", async ({
  signedIn,
}) => {
  const doctor = await signedIn("doctor1");
  await doctor.goto("/doctor");
  const section = doctor.locator("section[aria-labelledby=visits]");
  await expect(section).toBeVisible();
  const visits = section.getByRole("link");
  const ids = await visits.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  await doctor.goto("/doctor/calendar/sheet");
  for (const id of ids) await expect(doctor.locator(`a[href="${id ?? ""}"]`)).toBeVisible();
  await expect(doctor.getByRole("heading", { level: 2 })).toBeVisible();
  await doctor.emulateMedia({ media: "print" });
  await expect(doctor.getByRole("heading", { level: 2 })).toBeVisible();
  await expect(doctor.getByRole("navigation")).toHaveCount(0);
});

test("an admin sees the doctors of a clinic side by side, and one of them alone", async ({
  signedIn,
}) => {
  const admin = await signedIn("admin");
  await admin.goto("/admin/calendar?view=day");
  const heads = admin.locator(".calendar .ec-header .ec-col-head");
  await expect(heads.first()).toBeVisible();
  const name = await heads.nth(1).innerText();
  expect(await heads.count()).toBeGreaterThan(3);
  await admin.getByLabel("Doctor").selectOption({ label: name });
  await admin.getByRole("button", { name: "Show" }).click();
  await expect(admin).toHaveURL(/doctor=/);
  await expect(heads).toHaveCount(1);
  await admin.getByRole("link", { name: "Day sheet" }).click();
  await expect(admin.getByRole("heading", { level: 2 })).toHaveText(name);
});

/** A time of day that is free on two days of one calendar week. */
async function sameTimeTwice(page: Page): Promise<{ time: string; from: string; to: string }> {
  const free = await page.locator("section[aria-labelledby^=day-] a.slot").evaluateAll((slots) =>
    slots.map((slot) => ({
      day: slot.closest("section")?.getAttribute("aria-labelledby")?.slice(4) ?? "",
      time: slot.textContent,
    })),
  );
  for (const { day: from, time } of free) {
    const to = free.find(
      (slot) => slot.time === time && slot.day > from && weekday(slot.day) > weekday(from),
    );
    if (to) return { time, from, to: to.day };
  }
  throw new Error("no time is free twice");
}

/** Drags a visit straight across to the column of another day, as a hand would: in small steps. */
async function drag(page: Page, id: string, column: number): Promise<void> {
  const entry = page.locator(`.calendar a[href$="${id}"]`);
  await entry.scrollIntoViewIfNeeded();
  const box = await entry.boundingBox();
  const target = await page.locator(".calendar .ec-body .ec-day").nth(column).boundingBox();
  if (!box || !target) throw new Error("not drawn");
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await page.mouse.move(target.x + target.width / 2, y, { steps: 10 });
  await page.mouse.up();
}

/** Monday is 0. */
const weekday = (day: string): number => (new Date(`${day}T12:00:00Z`).getUTCDay() + 6) % 7;

/** "2026-11-24" -> "Tue, 24 Nov 2026" */
function worded(day: string): string {
  const [weekday, number, month, year] = new Date(`${day}T12:00:00Z`).toUTCString().split(/,? /);
  return `${weekday ?? ""}, ${Number(number)} ${month ?? ""} ${year ?? ""}`;
}
