import { expect, test } from "vitest";
import { FormPage } from "../../support/forms/form-page.ts";
import { demoEmail } from "../../support/people.ts";

test("an admin finds a failed sign-in in the audit trail, without JavaScript", async () => {
  const stranger = await new FormPage().open("/sign-in");
  await stranger
    .fill("email", demoEmail("patient33"))
    .fill("password", "not the password")
    .press("Sign in");
  expect(stranger.text()).toContain("do not match");

  const page = await FormPage.signedIn("admin");
  await page.open("/admin/audit");
  await page.choose("What was done", "Failed to sign in").press("Search");
  expect(page.path).toContain("action=account.sign-in-failed");
  // An attempt with an unknown address, which other tests make meanwhile, has no account to link to.
  const [account] = page.all("table tbody a[href]");
  expect(page.has("account.signed-in", page.part("table"))).toBe(false);
  await page.open(account?.getAttribute("href") ?? "no account in the table");
  await page.follow("What they did");
  expect(page.text()).toMatch(/Only what .+ did\./);
  expect(page.text(page.part("table"))).toContain("Failed to sign in");
  await page.follow("Show everybody's");
  expect(page.path).toBe("/admin/audit");
});

test("a condition that cannot be read is named, and days without an entry are said to have none", async () => {
  const page = await FormPage.signedIn("admin");
  await page.open("/admin/audit?from=yesterday&to=2020-01-01");
  expect(page.text()).toContain("is ignored: from.");
  expect(page.text()).toContain("No entry matches");
  expect(page.value("Until")).toBe("2020-01-01");
});
