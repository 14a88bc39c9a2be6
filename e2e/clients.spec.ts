import type { Page } from "@playwright/test";
import { expect, takenOver, test } from "./support/browser/test.ts";

test("a press beside a field that is wrong does what it was meant for, and the secret is in sight", async ({
  signedIn,
}) => {
  const page = await signedIn("admin", { ownSession: true });
  await page.goto("/admin/api-clients/new");
  await takenOver(page, "Add the client");
  const redirects = page.getByLabel("Redirect addresses");
  await redirects.fill("http://example.com/cb");
  const box = page.getByLabel("See your appointments");
  // As a hand presses: what is said about the field moves the page in between.
  await box.click({ delay: 100 });
  await expect(box).toBeChecked();
  await expect(page.getByText("Each line must be an address")).toBeVisible();
  await page.getByLabel("Name").fill("Pressed");
  await page.getByLabel("Your own password").fill("slotwell-demo");
  await page.getByLabel("On a server, for people").check();
  await redirects.fill("https://example.com/cb");
  await page.getByRole("button", { name: "Add the client" }).click({ delay: 100 });
  await expect(page.getByText("Copy the secret now")).toBeInViewport();
  await expect(page.getByRole("button", { name: "Add the client" })).toHaveCount(0);
  const secret = await secretOn(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy Secret" }).click();
  await expect(page.getByRole("button", { name: "Copied Secret" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await page.getByRole("link", { name: "To the client" }).click();
  await expect(page.getByRole("heading", { name: "Pressed" })).toBeVisible();
});

async function secretOn(page: Page): Promise<string> {
  const answer = page.getByRole("status").filter({ hasText: "Copy the secret now" });
  const codes = answer.locator("code");
  await expect(codes).toHaveCount(2);
  return codes.last().innerText();
}
