import AxeBuilder from "@axe-core/playwright";
import { expect, test as base, type BrowserContext, type Page } from "@playwright/test";
import { demoEmail, signIn } from "./people.ts";

interface Visitors {
  /** A page of a new visitor in a browser context of their own; several people, several calls. */
  visitor: (options?: VisitorOptions) => Promise<Page>;
  /** The same, signed in as a demo account, for example `signedIn("patient1")`. */
  signedIn: (name: string, options?: VisitorOptions) => Promise<Page>;
}

interface VisitorOptions {
  /** Default true. Every main path must also work with `false`. */
  javaScript?: boolean;
}

/** Playwright's `test`, with people: nothing is shared between them, nothing is stored. */
export const test = base.extend<Visitors>({
  visitor: async ({ browser, contextOptions, baseURL, locale, timezoneId }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async ({ javaScript = true } = {}) => {
      const context = await browser.newContext({
        ...contextOptions,
        ...(baseURL === undefined ? {} : { baseURL }),
        ...(locale === undefined ? {} : { locale }),
        ...(timezoneId === undefined ? {} : { timezoneId }),
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
      await signIn(page, demoEmail(name));
      return page;
    });
  },
});

export { expect };

/**
 * Waits until the form with this button is React's, where that matters: until then a press posts it as
 * without JavaScript.
 */
export const takenOver = (page: Page, button: string): Promise<void> =>
  expect(
    page.locator("form[novalidate]").filter({ has: page.getByRole("button", { name: button }) }),
  ).toBeVisible();

/** Fails with a readable list when axe finds a violation of WCAG 2.2 A or AA on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.waitForLoadState(); // its styles too
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"])
    .analyze();
  const found = violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}\n  ${node.target.join(" ")}`),
  );
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}
