import type { Page } from "@playwright/test";
import { DEMO_PASSWORD, demoEmail } from "./support/people.ts";
import { submitSignIn } from "./support/browser/sign-in.ts";
import { expect, expectAccessible, test } from "./support/browser/test.ts";

/** Finds an account by its e-mail address and opens it. */
async function openAccount(admin: Page, email: string): Promise<void> {
  await admin.goto("/admin/users");
  await admin.getByLabel("Name or e-mail").fill(email);
  await admin.getByRole("button", { name: "Search" }).click();
  await expect(admin).toHaveURL(/[?&]find=/);
  await admin.locator("table a.link").first().click();
  await expect(admin.getByRole("definition").getByText(email)).toBeVisible();
}

test("an admin disables an account, and enables it again", async ({ signedIn }) => {
  const email = demoEmail("patient10");
  const patient = await signedIn("patient10", { ownSession: true });
  const admin = await signedIn("admin", { ownSession: true });
  await openAccount(admin, email);
  await admin.getByRole("button", { name: "Disable the account" }).click();
  await expect(admin.getByText("Please confirm that it is you")).toBeVisible();
  await expectAccessible(admin);
  await admin.getByLabel("Your own password").fill("not my password");
  await admin.getByRole("button", { name: "Disable the account" }).click();
  await expect(admin.getByText("This is not your current password.").first()).toBeVisible();
  await admin.getByLabel("Your own password").fill(DEMO_PASSWORD);
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
