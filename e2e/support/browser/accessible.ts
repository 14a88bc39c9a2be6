import type { Page } from "@playwright/test";
import axe from "axe-core";
import { expect } from "./test.ts";

declare global {
  interface Window {
    axe?: typeof axe;
  }
}

const WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** What an accessible page can lose by another width or other colours. */
const LOOK_RULES = ["color-contrast", "target-size"];

/** Fails with a readable list when axe finds a violation of WCAG 2.2 A or AA on the page. */
export async function expectAccessible(page: Page): Promise<void> {
  await drawn(page);
  await expectNoViolations(page, { type: "tag", values: WCAG });
}

/** Fails when the page, as wide as a phone and dark, is hard to read or to hit, or scrolls sideways. */
export async function expectReadableOnPhone(page: Page): Promise<void> {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.emulateMedia({ colorScheme: "dark" });
  await drawn(page);
  await expectNoViolations(page, { type: "rule", values: LOOK_RULES });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  expect(width, `${page.url()} fits`).toBeLessThanOrEqual(390);
}

/** What can only be pressed, typed into or followed. */
const INTERACTIVE = `button, dialog, form:not(:has([data-printed])), input, menu, nav, search, select, summary, textarea, a[href^="#"],
  [role=button], [role=menu], [role=navigation], [role=search], [role=tablist]`;

/** Fails when something interactive of the page is printed, a link looks like one, or nothing is left. */
export async function expectPrintable(page: Page): Promise<void> {
  await page.emulateMedia({ media: "print" });
  const printed = await page.evaluate((interactive) => {
    const isPrinted = (element: Element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.getClientRects().length > 0;
    const isLine = (link: Element) => getComputedStyle(link).textDecorationLine !== "none";
    const found = [...document.querySelectorAll(interactive)].filter(isPrinted);
    const lines = [...document.querySelectorAll("a[href]")].filter(isPrinted).filter(isLine);
    const { innerText } = document.querySelector("main") ?? document.body;
    return {
      interactive: [...found, ...lines].map((element) => element.outerHTML.slice(0, 120)),
      isEmpty: innerText.trim() === "",
    };
  }, INTERACTIVE);
  await page.emulateMedia({ media: null });
  expect(printed, `${page.url()} on paper`).toEqual({ interactive: [], isEmpty: false });
}

/** Waits until the page is as it stays: its styles, its title, its calendar. There are no transitions (see globals.css). */
async function drawn(page: Page): Promise<void> {
  await page.waitForLoadState();
  await expect(page).toHaveTitle(/./);
  await expect(page.locator(".calendar:empty")).toHaveCount(0);
  await page.evaluate(
    () => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 2_000 })),
  );
}

async function expectNoViolations(page: Page, runOnly: axe.RunOnly): Promise<void> {
  // Once for each document: to load axe takes longer than to run it.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
  const found = await page.evaluate(async (rules) => {
    if (!window.axe) throw new Error("The page was left while axe was loaded");
    const { violations } = await window.axe.run(document, {
      runOnly: rules,
      resultTypes: ["violations"],
    });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}\n  ${failureSummary}`),
    );
  }, runOnly);
  expect(found, `accessibility of ${page.url()}`).toEqual([]);
}
