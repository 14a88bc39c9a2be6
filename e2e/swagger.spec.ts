import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

/** What a page must not do: break our policy, or ask another host. */
async function watch(page: Page): Promise<string[]> {
  const broken: string[] = [];
  await page.exposeFunction("toldOfViolation", (what: string) => broken.push(what));
  await page.addInitScript(() => {
    document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI }) => {
      const { toldOfViolation } = window as unknown as { toldOfViolation: (what: string) => void };
      toldOfViolation(`${violatedDirective} ${blockedURI}`);
    });
  });
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== new URL(page.url()).origin) broken.push(request.url());
  });
  return broken;
}

test("/swagger shows the API, and tries it as whoever is signed in", async ({ signedIn }) => {
  const page = await signedIn("patient22");
  const broken = await watch(page);
  await page.goto("/swagger");
  const me = page.locator("#operations-Account-getMe");
  await me.getByRole("button", { name: /\/me/ }).first().click();
  await me.getByRole("button", { name: "Execute" }).click();
  const answer = me.locator(".live-responses-table");
  await expect(answer.getByRole("cell", { name: "200", exact: true })).toBeVisible();
  await expect(answer).toContainText("patient22@slotwell.test");
  expect(broken).toEqual([]);
});

test("Authorize asks this server for a code, with PKCE", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/swagger");
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const way = page.locator(".auth-container").filter({ hasText: "authorizationCode" });
  await way.getByText("Read appointments").click();
  const asked = page
    .context()
    .waitForEvent("request", (request) => request.url().includes("/oauth/auth"));
  await way.locator("button.authorize").click();
  const { origin, searchParams } = new URL((await asked).url());
  expect(origin).toBe(new URL(page.url()).origin);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: "code",
    client_id: "slotwell-swagger",
    redirect_uri: `${origin}/swagger/oauth2-redirect`,
    scope: "appointments:read",
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/./),
  });
});
