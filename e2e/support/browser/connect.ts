import type { Page } from "@playwright/test";
import { NativeApp } from "../oauth/native-app.ts";
import { expect, test as base } from "./test.ts";

/** The tests of the product, with the demo's client for one's own device. */
export const test = base.extend<{ app: NativeApp }>({
  app: async ({ baseURL }, use) => {
    const app = await NativeApp.start(baseURL ?? "");
    await use(app);
    app.close();
  },
});

/** Waits until the browser is back at the client. */
export const backAt = (page: Page, app: NativeApp): Promise<void> =>
  page.waitForURL((url) => url.href.startsWith(app.redirectUri));

/** Waits for the page that asks whether the client may. */
export const question = (page: Page): Promise<void> =>
  expect(
    page.getByRole("heading", { name: "May Demo app on your device use Slotwell for you?" }),
  ).toBeVisible();
