import type { Page } from "@playwright/test";
import { chooseTime, sendRequest } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { demoEmail } from "./support/people.ts";
import { submitSignIn } from "./support/browser/sign-in.ts";
import { expect, test } from "./support/browser/test.ts";

/** Finds an account by its e-mail address and opens it. Returns the name on it. */
async function openAccount(admin: Page, email: string): Promise<string> {
  await admin.goto("/admin/users");
  await admin.getByLabel("Name or e-mail").fill(email);
  await admin.getByRole("button", { name: "Search" }).click();
  await expect(admin).toHaveURL(/[?&]q=/);
  await admin.locator("table a.link").first().click();
  await expect(admin.getByRole("definition").getByText(email)).toBeVisible();
  return admin.getByRole("heading", { level: 1 }).innerText();
}

test("an admin closes a patient's account", async ({ signedIn }) => {
  const email = demoEmail("patient30");
  const doctor = await signedIn("doctor10");
  const patient = await signedIn("patient30", { ownSession: true });
  const { path } = await findDoctor("doctor10");
  await chooseTime(patient, path, 20);
  const visit = await sendRequest(patient, "Before I leave");

  const admin = await signedIn("admin");
  const name = await openAccount(admin, email);
  const { pathname } = new URL(admin.url());
  await expect(admin.getByText("Signed in nowhere.")).toHaveCount(0);
  await admin.getByRole("link", { name: "Close this account" }).click();
  await expect(admin.getByRole("heading", { name: "What goes now" })).toBeVisible();
  await expect(admin.getByRole("heading", { name: "What stays" })).toBeVisible();
  await expect(admin.getByText(/canceled, and the doctors are told why/)).toBeVisible();

  // A wrong password keeps what was typed, and the account.
  await admin.getByLabel("Their name, to be sure").fill(name);
  await admin.getByLabel("Your own password").fill("not my password");
  await admin.getByRole("button", { name: "Close the account for good" }).click();
  await expect(admin.getByText("This is not your current password.").first()).toBeVisible();
  await expect(admin.getByLabel("Their name, to be sure")).toHaveValue(name);

  await admin.getByLabel("Their name, to be sure").fill("Another name");
  await admin.getByLabel("Your own password").fill("slotwell-demo");
  await admin.getByRole("button", { name: "Close the account for good" }).click();
  await expect(admin.getByText("This is not the name of this account.").first()).toBeVisible();

  await admin.getByLabel("Their name, to be sure").fill(name.toUpperCase());
  await admin.getByLabel("Your own password").fill("slotwell-demo");
  await admin.getByRole("button", { name: "Close the account for good" }).click();
  await expect(admin.getByText("The account is closed.")).toBeVisible();
  await expect(admin.getByRole("heading", { level: 1 })).toHaveText("Closed account");
  await expect(admin.getByRole("main")).not.toContainText(email);
  await expect(admin.getByText("It cannot be opened again.")).toBeVisible();
  await expect(admin.getByRole("link", { name: "Close this account" })).toHaveCount(0);
  await admin.goto(`${pathname}/close`);
  await expect(admin).toHaveURL(pathname);

  // The doctor sees why, and no name; the patient is signed out and cannot sign in.
  await doctor.goto(`/doctor/appointments/${visit}`);
  await expect(doctor.getByText("The patient's account is closed.").first()).toBeVisible();
  await expect(doctor.getByText(/Former patient [0-9a-f]{4}/).first()).toBeVisible();
  await expect(doctor.getByRole("main")).not.toContainText(name);
  await patient.goto("/patient");
  await expect(patient).toHaveURL(/\/sign-in/);
  await submitSignIn(patient, email);
  await expect(patient.getByText("do not match")).toBeVisible();
});

test("an admin disables an account, and enables it again", async ({ signedIn }) => {
  const email = demoEmail("patient10");
  const patient = await signedIn("patient10", { ownSession: true });
  const admin = await signedIn("admin");
  await openAccount(admin, email);
  await admin.getByRole("button", { name: "Disable the account" }).click();
  await expect(admin.getByText("all its sessions are ended")).toBeVisible();
  await patient.goto("/patient");
  await expect(patient).toHaveURL(/\/sign-in/);
  await submitSignIn(patient, email);
  await expect(patient.getByText("do not match")).toBeVisible();
  await admin.getByRole("button", { name: "Enable the account" }).click();
  await expect(admin.getByText("Its person can sign in again.")).toBeVisible();
  await submitSignIn(patient, email);
  await expect(patient).toHaveURL(/\/patient/);
  await admin.reload();
  await admin.getByRole("button", { name: "End all sessions" }).click();
  await expect(admin.getByText("All sessions of this account are ended.")).toBeVisible();
  await patient.goto("/patient");
  await expect(patient).toHaveURL(/\/sign-in/);
});

test("an admin sets how long a clinic keeps records", async ({ signedIn }) => {
  const admin = await signedIn("admin");
  await admin.goto("/admin/users");
  await admin.getByRole("link", { name: "How long records are kept" }).click();
  const section = admin.getByRole("region").first();
  const years = section.getByLabel("Years after the last visit");
  await years.fill("101");
  await section.getByRole("button", { name: "Save" }).click();
  await expect(section.getByText("This is too much.").first()).toBeVisible();
  await years.fill("30");
  await section.getByRole("button", { name: "Save" }).click();
  await expect(admin.getByText("The period is saved.")).toBeVisible();
  await expect(years).toHaveValue("30");
});
