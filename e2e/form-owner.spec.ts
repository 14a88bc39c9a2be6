import type { Page } from "@playwright/test";
import { chooseTime } from "./support/browser/booking.ts";
import { signIn } from "./support/browser/sign-in.ts";
import { expect, takenOver, test } from "./support/browser/test.ts";
import { findDoctor } from "./support/doctors.ts";
import { demoEmail } from "./support/people.ts";

const REASON = "Reason for the visit";
const TYPED = "Typed by the patient who left";

/** The name in the head of a page of the portal. */
const named = (page: Page) => page.locator("header nav span");

async function signOut(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Sign out" }).click();
  await expect(page.getByRole("link", { name: "Sign in" }).first()).toBeVisible();
}

/** In another tab of the browser, the user signs out and patient27 signs in. Gives both names. */
async function changeAccount(tab: Page): Promise<{ before: string; after: string }> {
  const other = await tab.context().newPage();
  await other.goto("/patient");
  const before = await named(other).innerText();
  await signOut(other);
  await signIn(other, demoEmail("patient27"));
  return { before, after: await named(other).innerText() };
}

test("a form of another account leads to a page that says who is signed in, and Back shows nothing typed", async ({
  signedIn,
}) => {
  const tab = await signedIn("patient26", { ownSession: true });
  const { path } = await findDoctor("doctor10");
  await chooseTime(tab, path, 1);
  await takenOver(tab, "Send the request");
  await tab.getByLabel(REASON).fill(TYPED);
  const { before, after } = await changeAccount(tab);
  await tab.getByRole("button", { name: "Send the request" }).click();
  await expect(tab.getByRole("heading", { level: 1 })).toHaveText(
    `You are now signed in as ${after}`,
  );
  await expect(tab.getByText(before)).toHaveCount(0);
  await tab.goBack();
  await expect(tab.getByLabel(REASON)).toHaveValue("");
});

test("Back shows the next user of a tab nothing that the one before had typed", async ({
  signedIn,
}) => {
  const tab = await signedIn("patient26", { ownSession: true, javaScript: false });
  const { path } = await findDoctor("doctor10");
  await chooseTime(tab, path, 1);
  const booking = tab.url();
  await tab.getByLabel(REASON).fill(TYPED);
  await signOut(tab);
  await signIn(tab, demoEmail("patient27"));
  while (tab.url() !== booking) await tab.goBack();
  await expect(tab.getByLabel(REASON)).toHaveValue("");
});

test("a page that is opened after another user signed in names that user", async ({ signedIn }) => {
  const tab = await signedIn("patient26", { ownSession: true });
  await tab.goto("/patient");
  const { before, after } = await changeAccount(tab);
  await expect(named(tab)).toHaveText(before);
  await tab.getByRole("link", { name: "Medical history" }).first().click();
  await expect(named(tab)).toHaveText(after);
});
