import { expect, test } from "vitest";
import { FormPage } from "../../support/forms/form-page.ts";
import { DEMO_PASSWORD, demoEmail } from "../../support/people.ts";

test("an admin disables an account, and enables it again", async () => {
  const email = demoEmail("patient10");
  const patient = await FormPage.signedIn("patient10", { ownSession: true });
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  await admin.open("/admin/users");
  await admin.fill("Name or e-mail", email).press("Search");
  expect(admin.path).toContain("find=");
  await admin.open(admin.part("table a.link").getAttribute("href") ?? "");
  expect(admin.has(email)).toBe(true);

  await admin.press("Disable the account");
  await admin.fill("Your own password", "not my password").press("Disable the account");
  expect(admin.text()).toContain("This is not your current password.");
  await admin.fill("Your own password", DEMO_PASSWORD).press("Disable the account");
  // Appointments lie ahead: the form asks about them, and they are kept unless something else is chosen.
  expect(admin.text()).toMatch(/lies? ahead. What becomes of/);
  await admin.press("Disable the account");
  expect(admin.text()).toMatch(/The account is disabled\..* still ahead/);
  expect((await patient.open("/patient")).path).toMatch(/^\/sign-in/);
  const signIn = () =>
    patient.fill("email", email).fill("password", DEMO_PASSWORD).press("Sign in");
  expect((await signIn()).text()).toContain("do not match");

  await admin.press("Enable the account");
  expect(admin.text()).toContain("Its person can sign in again.");
  expect((await signIn()).path).toBe("/patient");
  await admin.open(admin.path);
  await admin.press("End all sessions");
  expect(admin.text()).toContain("All sessions of this account are ended.");
  expect((await patient.open("/patient")).path).toMatch(/^\/sign-in/);
});
