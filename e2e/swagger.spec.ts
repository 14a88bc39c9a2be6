import type { Page } from "@playwright/test";
import { expect, test } from "./support/browser/test.ts";

/** What a page must not do: break our policy, or ask another host. */
async function watch(page: Page, product: string): Promise<string[]> {
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
    if (protocol !== "data:" && origin !== new URL(product).origin) broken.push(request.url());
  });
  return broken;
}

test("/swagger shows the API, and tries it with the user's session", async ({
  signedIn,
  baseURL,
}) => {
  const page = await signedIn("patient22");
  const broken = await watch(page, baseURL ?? "");
  await page.goto("/swagger");
  const me = page.locator("#operations-Account-getMe");
  await me.getByRole("button", { name: /\/me/ }).first().click();
  await me.getByRole("button", { name: "Execute" }).click();
  await expect(me.locator(".live-responses-table td.response-col_status").last()).toHaveText("200");
  await expect(me.locator(".live-responses-table")).toContainText("patient22@slotwell.test");
  expect(broken).toEqual([]);
});

test("Authorize gets a token by a code with PKCE, which is then tried", async ({ signedIn }) => {
  const page = await signedIn("patient25");
  await page.goto("/swagger");
  await page.getByRole("button", { name: "Authorize" }).first().click();
  const way = page.locator(".auth-container").filter({ hasText: "authorizationCode" });
  const asked = page
    .context()
    .waitForEvent("request", (request) => request.url().includes("/oauth/auth"));
  const opened = page.waitForEvent("popup");
  await way.locator("button.authorize").click();
  const { origin, searchParams } = new URL((await asked).url());
  expect(origin).toBe(new URL(page.url()).origin);
  expect(Object.fromEntries(searchParams)).toMatchObject({
    response_type: "code",
    client_id: "slotwell-swagger",
    redirect_uri: `${origin}/swagger/oauth2-redirect`,
    scope: "doctors:read availability:read appointments:read",
    code_challenge_method: "S256",
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    state: expect.stringMatching(/./),
  });
  await (await opened).getByRole("button", { name: "Allow", exact: true }).click();
  await expect(way.getByRole("button", { name: "Remove authorization" })).toBeVisible();
  await page.locator(".modal-ux .close-modal").click();

  for (const [operation, status] of [
    ["#operations-Appointments-listAppointments", "200"],
    ["#operations-Patients-listPatients", "403"],
  ] as const) {
    const block = page.locator(operation);
    await block.locator(".opblock-summary-control").click();
    await block.getByRole("button", { name: "Execute" }).click();
    const table = block.locator(".live-responses-table td.response-col_status");
    await expect(table.last()).toHaveText(new RegExp(`^${status}`));
    await expect(block.locator(".curl-command")).toContainText("Authorization: Bearer");
  }

  await page.goto("/account");
  await expect(page.getByRole("heading", { name: "Slotwell API page" })).toBeVisible();
});
