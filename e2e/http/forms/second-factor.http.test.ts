import { Secret, TOTP } from "otpauth";
import { expect, test } from "vitest";
import { FormPage } from "../../support/forms/form-page.ts";

const PASSWORD = "four unrelated words";

/** Registers a patient and signs them in, without JavaScript. */
async function newPatient(email: string): Promise<FormPage> {
  const page = await new FormPage().open("/register");
  await page
    .fill("Your name", "Pat Two-Steps")
    .fill("E-mail address", email)
    .fill("Choose a password", PASSWORD)
    .press("Create account");
  return signIn(page, email);
}

const signIn = (page: FormPage, email: string): Promise<FormPage> =>
  page.fill("email", email).fill("password", PASSWORD).press("Sign in");

/** The text of each `code` on the page. */
const codesOn = (page: FormPage): string[] =>
  page.all("code").map(({ textContent }) => textContent.trim());

test("a patient adds an authenticator app, signs in in two steps, and removes it, without JavaScript", async () => {
  const email = `two-steps-${Date.now()}@example.org`;
  const page = await newPatient(email);
  await page.open("/account");
  await page.follow("Sign-in security");
  await page
    .fill("Your own password", "wrong", page.part("form", "Add an app"))
    .press("Add an app");
  expect(page.text()).toContain("This is not your current password.");
  await page
    .fill("Your own password", PASSWORD, page.part("form", "Add an app"))
    .press("Add an app");
  expect(page.path).toBe("/account/security/app");
  expect(page.all("svg[role=img] path")).toHaveLength(1);
  const secret = Secret.fromBase32((codesOn(page)[0] ?? "").replaceAll(" ", ""));
  await page.fill("code", "000 00").press("Turn on");
  expect(page.text()).toContain("This code is not right");
  await page.fill("code", new TOTP({ secret }).generate()).press("Turn on");
  expect(page.text()).toContain("You have a second factor now");
  const codes = (codesOn(page)[0] ?? "").split(/\s+/);
  expect(codes).toHaveLength(10);
  const download = page.all("a[download]")[0]?.getAttribute("href") ?? "";
  expect(decodeURIComponent(download)).toContain(codes.join("\n"));
  await page.open("/account/security/app");
  for (const secretText of [secret.base32, ...codes]) expect(page.html).not.toContain(secretText);

  const other = await signIn(await new FormPage().open("/sign-in?callbackUrl=%2Faccount"), email);
  expect(other.path).toBe("/sign-in/second-step?callbackUrl=%2Faccount");
  // Half done, it opens nothing.
  const half = await new FormPage(other.browser).open("/patient");
  expect(half.path).toBe("/sign-in?callbackUrl=%2Fpatient");
  await other.fill("Code", "000000x").press("Go on");
  expect(other.text()).toContain("This code is not right");
  await other.fill("Code", codes[0] ?? "").press("Go on");
  expect(other.path).toBe("/account");

  await other.open("/account/security");
  const form = other.part("form", "Remove the app");
  other.fill("Your own password", PASSWORD, form).fill("Code", codes[0] ?? "", form);
  await other.press("Remove the app", form);
  expect(other.text()).toContain("This code is not right, or was used before.");
  const again = other.part("form", "Remove the app");
  other.fill("Your own password", PASSWORD, again).fill("Code", codes[1] ?? "", again);
  await other.press("Remove the app", again);
  expect(other.text()).toContain("It is removed.");
  const last = await signIn(await new FormPage().open("/sign-in?callbackUrl=%2Faccount"), email);
  expect(last.path).toBe("/account");
});
