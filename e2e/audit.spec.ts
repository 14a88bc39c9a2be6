import { submitSignIn } from "./support/browser/sign-in.ts";
import { demoEmail } from "./support/people.ts";
import { expect, test } from "./support/browser/test.ts";

test("an admin finds in the audit trail who signed in", async ({ signedIn, visitor }) => {
  const stranger = await visitor();
  await stranger.goto("/sign-in");
  await submitSignIn(stranger, demoEmail("patient32"), "not the password");
  await expect(stranger.getByText("do not match")).toBeVisible();
  const page = await signedIn("admin");
  await page.goto("/admin/audit");
  await page.getByLabel("What was done").selectOption("Failed to sign in");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/action=account\.sign-in-failed/);
  const table = page.getByRole("table", { name: "Entries of the audit trail" });
  await expect(table.getByRole("row")).not.toHaveCount(1);
  await expect(table.getByText("account.signed-in", { exact: true })).toHaveCount(0);
  // An attempt with an unknown address, which other tests make meanwhile, has no account to link to.
  await table.getByRole("link").first().click();
  await page.getByRole("link", { name: "What they did" }).click();
  await expect(page.getByText(/^Only what .+ did\./)).toBeVisible();
  await expect(table.getByText("Failed to sign in").first()).toBeVisible();
  await page.getByRole("link", { name: "Show everybody's" }).click();
  await expect(page).toHaveURL(/\/admin\/audit$/);
});
