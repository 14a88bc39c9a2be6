import type { Locator, Page } from "@playwright/test";
import { DEMO_PASSWORD } from "./support/people.ts";
import { expect, test } from "./support/browser/test.ts";

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

async function apply(page: Page, name: string, email: string): Promise<void> {
  await page.goto("/register");
  await page.getByRole("link", { name: "Apply as a doctor" }).click();
  await expect(page.getByRole("heading", { name: "Apply as a doctor" })).toBeVisible();
  await page.getByLabel("Your name").fill(name);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Choose a password").fill("four unrelated words");
  await page.getByLabel("Specialization").selectOption("cardiology");
  await page.getByLabel("Clinic").selectOption({ index: 1 });
  await page.getByLabel("Languages you speak").fill("English, German");
  await page.getByLabel("About you").fill("Hearts.");
  await page.getByLabel("Licence number").fill("NY 4711");
  await page.getByRole("button", { name: "Send the application" }).click();
  await expect(page.getByText("Nearly done")).toBeVisible();
}
