import type { Page } from "@playwright/test";
import { backAt, NativeApp } from "./native-app.ts";
import { expect, test as base } from "./test.ts";

/** The tests of the product, with the demo's program for one's own device. */
export const test = base.extend<{ app: NativeApp }>({
  app: async ({ baseURL }, use) => {
    const app = await NativeApp.start(baseURL ?? "");
    await use(app);
    app.close();
  },
});

/** Waits for the page that asks whether the program may. */
export const question = (page: Page): Promise<void> =>
  expect(
    page.getByRole("heading", { name: "May Demo app on your device use Slotwell for you?" }),
  ).toBeVisible();

/** Whoever is signed in is asked, and allows it. Answers with the program's tokens. */
export async function connect(page: Page, app: NativeApp, scope: string) {
  const { url, finish } = await app.begin(scope, { prompt: "consent" });
  await page.goto(url);
  await question(page);
  await page.getByRole("button", { name: "Allow", exact: true }).click();
  await backAt(page, app);
  return finish();
}

/** The headers of a program that has such a token. */
export const bearer = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
});
