import type { Page } from "@playwright/test";
import * as client from "openid-client";
import { clientWith, refused } from "./support/api.ts";
import { bearer } from "./support/connect.ts";
import { overHttp } from "./support/native-app.ts";
import { expect, takenOver, test } from "./support/test.ts";

// Admins let programs in, and shut them out.

const press = (page: Page, name: string) => page.getByRole("button", { name, exact: true }).click();

test("an admin lets a service in, gives it a new secret, and shuts it out", async ({
  signedIn,
  baseURL,
}) => {
  const page = await signedIn("admin", { javaScript: false });
  await page.goto("/admin/api-clients");
  await page.getByRole("link", { name: "Add a client" }).click();
  await page.getByLabel("Name").fill("Night report");
  await page.getByLabel("A service by itself").check();
  await page.getByLabel("See doctors and their profiles").check();
  await page.getByLabel("Your own password").fill("slotwell-demo");
  await press(page, "Add the client");
  const first = await secretOn(page);
  const ask = async ({ id, secret }: { id: string; secret: string }) => {
    const config = await client.discovery(
      new URL(`${baseURL ?? ""}/oauth`),
      id,
      secret,
      undefined,
      {
        execute: [overHttp],
      },
    );
    return client.clientCredentialsGrant(config, { scope: "doctors:read" });
  };
  const { access_token: token } = await ask(first);
  expect(page.url()).not.toContain(first.secret);
  await page.goto(`/admin/api-clients/${first.id}`);
  expect(await page.content()).not.toContain(first.secret);
  await page.getByLabel("Your own password").first().fill("slotwell-demo");
  await press(page, "Make a new secret");
  const second = await secretOn(page);
  await expect(ask(first)).rejects.toMatchObject({ error: "invalid_client" });
  expect((await ask({ id: first.id, secret: second.secret })).access_token).toBeTruthy();
  await press(page, "Disable");
  await expect(page.getByText("The program is shut out.")).toBeVisible();
  refused(await clientWith(bearer(token)).GET("/doctors"), 401, "unauthenticated");
  await page.getByLabel("Your own password").last().fill("slotwell-demo");
  await press(page, "Delete the client");
  await expect(page.getByText("The client has been deleted.")).toBeVisible();
});

test("a press beside a field that is wrong does what it was meant for, and the secret is in sight", async ({
  signedIn,
}) => {
  const page = await signedIn("admin");
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
  const { secret } = await secretOn(page);
  await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.getByRole("button", { name: "Copy Secret" }).click();
  await expect(page.getByRole("button", { name: "Copied Secret" })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(secret);
  await page.getByRole("link", { name: "To the client" }).click();
  await expect(page.getByRole("heading", { name: "Pressed" })).toBeVisible();
});

async function secretOn(page: Page): Promise<{ id: string; secret: string }> {
  const answer = page.getByRole("status").filter({ hasText: "Copy the secret now" });
  const codes = answer.locator("code");
  await expect(codes).toHaveCount(2);
  const [id = "", secret = ""] = await codes.allInnerTexts();
  return { id, secret };
}
