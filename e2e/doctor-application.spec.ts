import { readFileSync } from "node:fs";
import type { Locator, Page } from "@playwright/test";
import { openDetails } from "./support/browser/booking.ts";
import { signIn } from "./support/browser/sign-in.ts";
import { DEMO_PASSWORD } from "./support/people.ts";
import { expect, expectAccessible, test } from "./support/browser/test.ts";

// A doctor applies, an admin verifies them, the doctor introduces themselves and puts up a photo, and
// the admin takes the verification back. (e2e/http does the same without JavaScript.)

const PASSWORD = "four unrelated words";
const picture = {
  name: "me.png",
  mimeType: "image/png",
  buffer: readFileSync("public/apple-icon.png"),
};

test("a doctor applies, is declined, is verified and appears in the directory", async ({
  visitor,
  signedIn,
}) => {
  const doctor = await visitor();
  const admin = await signedIn("admin", { ownSession: true });
  const email = `applicant-browser-${Date.now()}@example.org`;
  // Late in the alphabet, so that the directory begins as other tests know it.
  const name = `Dr. Zoe ${Date.now()}`;
  await apply(doctor, name, email);
  await signIn(doctor, email, PASSWORD);
  await expect(doctor.getByText("Your application is with the clinic")).toBeVisible();
  await expect(doctor.getByRole("link", { name: "Calendar" })).toHaveCount(0);
  for (const path of ["/doctor/calendar", "/doctor/availability", "/doctor/profile"]) {
    await doctor.goto(path);
    await expect(doctor).toHaveURL("/doctor");
  }

  const application = admin.getByRole("article").filter({ hasText: email });
  await admin.goto("/admin/doctors");
  await admin.getByRole("link", { name: "Applications" }).click();
  await expect(application.getByText("NY 4711")).toBeVisible();
  await application.locator("summary").click();
  await application.getByLabel("Why?").fill("We find no licence of this number.");
  await pressAndConfirm(application, "Decline");
  await expect(admin.getByText("The applicant sees your reason.")).toBeVisible();
  await doctor.goto("/doctor");
  await expect(doctor.getByText("We find no licence of this number.")).toBeVisible();

  await application.getByRole("button", { name: "Verify" }).click();
  await expect(admin.getByText("The doctor is in the directory")).toBeVisible();
  await expect(application).toHaveCount(0);
  await doctor.goto("/doctor");
  await expect(doctor.getByText("Requests to decide")).toBeVisible();

  await doctor.goto("/account");
  await doctor.getByRole("main").getByRole("link", { name: "Profile" }).click();
  await doctor.getByLabel("Biography").fill("Hearts and\nlungs.");
  await doctor.getByLabel("Languages").fill("English, Spanish");
  await doctor.getByRole("button", { name: "Save" }).click();
  await expect(doctor.getByText("The profile is saved.")).toBeVisible();
  await upload(doctor, { ...picture, buffer: Buffer.from("<svg onload='alert(1)'/>") });
  await expect(doctor.getByText("neither a JPEG nor a PNG").first()).toBeVisible();
  await upload(doctor, picture);
  await expect(doctor.getByText("The photo is saved.")).toBeVisible();
  await expectAccessible(doctor);

  const seen = await visitor();
  await seen.goto("/doctors?q=Zoe");
  await seen.getByRole("link", { name, exact: true }).click();
  await expect(seen.getByText("Hearts and")).toBeVisible();
  await expect(seen.getByText("English and Spanish")).toBeVisible();
  await expect(seen.locator("main img")).toBeVisible();

  await doctor.goto("/doctor/profile");
  await doctor.getByRole("button", { name: "Remove the photo" }).click();
  await expect(doctor.getByText("The drawn portrait is back.")).toBeVisible();
  await seen.reload();
  await expect(seen.locator("main img")).toHaveCount(0);

  await admin.goto(`/admin${new URL(seen.url()).pathname}/profile`);
  await expectAccessible(admin);
  await openDetails(admin, "Take the verification back");
  await admin.getByRole("button", { name: "Take the verification back" }).click();
  await expect(application.getByRole("button", { name: "Verify" })).toBeVisible();
  expect((await seen.request.get(seen.url())).status()).toBe(404);
  await doctor.goto("/doctor/profile");
  await expect(doctor.getByText("Your application is with the clinic")).toBeVisible();
});

test("a decision on an old page changes nothing and says so", async ({ visitor, signedIn }) => {
  const email = `applicant-old-${Date.now()}@example.org`;
  await apply(await visitor(), "Dr. Zoe Late", email);
  const [admin, other] = [
    await signedIn("admin", { ownSession: true }),
    await signedIn("admin", { ownSession: true }),
  ];
  const on = (page: Page) => page.getByRole("article").filter({ hasText: email });
  for (const page of [admin, other]) await page.goto("/admin/doctors/applications");
  await on(admin).locator("summary").click();
  await on(admin).getByLabel("Why?").fill("Not yet.");
  await pressAndConfirm(on(admin), "Decline");
  await expect(admin.getByText("The applicant sees your reason.")).toBeVisible();
  await pressAndConfirm(on(other), "Verify");
  await expect(other.getByText("nothing was done")).toBeVisible();
  await expect(on(other).getByText("Not yet.")).toBeVisible();
});

/** The first sensitive act of a session: what was typed stays while the form asks who it is. */
async function pressAndConfirm(application: Locator, button: string): Promise<void> {
  await application.getByRole("button", { name: button }).click();
  await expect(application.getByText("Please confirm that it is you")).toBeVisible();
  await application.getByLabel("Your own password").fill(DEMO_PASSWORD);
  await application.getByRole("button", { name: button }).click();
}

async function fillIn(page: Page, name: string, email: string): Promise<void> {
  await page.goto("/register");
  await page.getByRole("link", { name: "Apply as a doctor" }).click();
  await expect(page.getByRole("heading", { name: "Apply as a doctor" })).toBeVisible();
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByLabel("Specialization").selectOption("cardiology");
  await page.getByLabel("Clinic").selectOption({ index: 1 });
  await page.getByLabel("Languages you speak").fill("English, German");
  await page.getByLabel("About you").fill("Hearts.\n\n".repeat(100).trim());
  await page.getByLabel("Licence number").fill("NY 4711");
}

async function apply(page: Page, name: string, email: string): Promise<void> {
  await fillIn(page, name, email);
  await page.getByRole("button", { name: "Send the application" }).click();
  await expect(page.getByText("Nearly done")).toBeVisible();
}

async function upload(page: Page, file: typeof picture): Promise<void> {
  await page.getByLabel("Choose a picture").setInputFiles(file);
  await page.getByRole("button", { name: "Upload" }).click();
}
