import { openDetails } from "./support/browser/booking.ts";
import { submitSignIn } from "./support/browser/sign-in.ts";
import { expect, test } from "./support/browser/test.ts";

const PASSWORD = "four unrelated words";

// A browser alone makes passkeys. What the server makes of them: lib/auth/passkeys/passkeys.db.test.ts.
test("adds a passkey, signs in with it alone, and removes it", async ({ visitor }) => {
  const page = await visitor();
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  await devtools.send("WebAuthn.addVirtualAuthenticator", {
    options: {
      protocol: "ctap2",
      transport: "internal",
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  const email = `passkey-${Date.now()}@example.org`;
  await page.goto("/register?callbackUrl=%2Faccount%2Fsecurity");
  await page.getByLabel("Your name").fill("Pat Passkey");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Choose a password").fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await submitSignIn(page, email, PASSWORD);
  const passkeys = page.locator("section[aria-labelledby=passkeys]");
  await openDetails(page, "Add a passkey");
  await passkeys.getByLabel("Your own password").fill(PASSWORD);
  await passkeys.getByRole("button", { name: "Add a passkey" }).click();
  await page.getByLabel("Name").fill("Virtual");
  await page.getByRole("button", { name: "Create the passkey" }).click();
  await expect(page.getByText("You have a second factor now")).toBeVisible();
  await page.getByRole("link", { name: "I have kept them: go on" }).click();
  await page.getByRole("button", { name: "Sign out" }).click();

  await page.goto("/sign-in?callbackUrl=%2Faccount%2Fsecurity");
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL(/\/account\/security$/);
  await expect(passkeys.getByText("Virtual")).toBeVisible();
  await openDetails(page, "Remove");
  // Right after a sign-in by passkey nothing else is asked.
  await passkeys.getByRole("button", { name: "Remove" }).click();
  await expect(page.getByText("It is removed.")).toBeVisible();
});
