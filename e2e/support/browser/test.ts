import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import type { CookieBrowser } from "../../../lib/testing/cookie-browser.ts";
import { sessionCookies, sessionOf, type SessionOptions } from "../sessions.ts";

interface Visitors {
  /** A page of a new visitor in a browser context of its own. */
  visitor: (options?: VisitorOptions) => Promise<Page>;
  /** The same, signed in as a demo account, for example `signedIn("patient1")`. No page is open yet. */
  signedIn: (name: string, options?: VisitorOptions & SessionOptions) => Promise<Page>;
}

interface VisitorOptions {
  /** Default true. */
  javaScript?: boolean;
}

/** Playwright's `test`, with users: contexts are not shared; sessions are, unless a test asks for its own. */
export const test = base.extend<Visitors>({
  visitor: async ({ browser, contextOptions, baseURL, locale, timezoneId, viewport }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ javaScript = true } = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        ...(baseURL === undefined ? {} : { baseURL }),
        ...(locale === undefined ? {} : { locale }),
        ...(timezoneId === undefined ? {} : { timezoneId }),
        viewport,
        javaScriptEnabled: javaScript,
      });
      contexts.push(context);
      return context.newPage();
    });
    await Promise.all(contexts.map((context) => context.close()));
  },

  signedIn: async ({ visitor }, use) => {
    await use(async (name, options) => {
      const page = await visitor(options);
      await addSession(page, await sessionOf(name, options));
      return page;
    });
  },
});

/** Signs the browser context of a page in, without the sign-in page. */
export async function addSession(page: Page, session: CookieBrowser): Promise<void> {
  const cookie = { url: session.base, httpOnly: true, sameSite: "Lax" as const };
  const cookies = sessionCookies(session).map(([name, value]) => ({ ...cookie, name, value }));
  await page.context().addCookies(cookies);
}

export { expect };

/** Waits until the form with this button is hydrated; until then a press posts it as without JavaScript. */
export const takenOver = (page: Page, button: string): Promise<void> =>
  expect(
    page.locator("form[novalidate]").filter({ has: page.getByRole("button", { name: button }) }),
  ).toBeVisible();
