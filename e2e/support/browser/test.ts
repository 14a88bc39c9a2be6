import AxeBuilder from "@axe-core/playwright";
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

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What an accessible page can lose by another width or other colours. */
const LOOK_RULES = ["color-contrast", "target-size"];

/** Fails with a readable list when axe finds a violation of WCAG 2.2 A or AA on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await page.waitForLoadState(); // its styles too
  await expectNoViolations(page, axeFor(page).withTags(WCAG));
}

/** Fails when the page, as wide as a phone and dark, is hard to read or to hit, or scrolls sideways. */
export async function expectReadableOnPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await transitionsEnd(page);
  await expectNoViolations(page, axeFor(page).withRules(LOOK_RULES));
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `${page.url()} fits`).toBeLessThanOrEqual(390);
}

/** Waits until no element has colours in between: even the shortest transition lasts to the next frame. */
async function transitionsEnd(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const transitions = document.getAnimations().filter((each) => each instanceof CSSTransition);
    await Promise.allSettled(transitions.map(({ finished }) => finished));
  });
}

/** Without iframes, legacy mode finds the same in half the time; what passed is not collected. */
const axeFor = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ["violations"] });

async function expectNoViolations(page: Page, axe: AxeBuilder): Promise<void> {
  const { violations } = await axe.analyze();
  const found = violations.flatMap((violation) =>
    violation.nodes.map((node) => `${violation.id}: ${violation.help}\n  ${node.target.join(" ")}`),
  );
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}
