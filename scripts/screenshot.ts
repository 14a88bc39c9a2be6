// `npm run screenshot`: draws the picture of README.md from the running product.
import { join } from "node:path";
import { chromium } from "@playwright/test";
import { findOrInstallBrowser } from "./browser.ts";
import { startProduct } from "./product.ts";
import { root } from "./steps.ts";

const product = await startProduct();
const browser = await chromium.launch({
  executablePath: findOrInstallBrowser(),
  args: ["--no-sandbox", "--disable-background-networking", "--no-first-run"],
});
try {
  const page = await browser.newPage({ viewport: { width: 1280, height: 1100 } });
  await page.goto(`${product.url}/doctors?specialization=cardiology`);
  await page.locator("main article a").first().click();
  await page.locator("a.slot").first().waitFor();
  await page.screenshot({ path: join(root, "docs/screenshot.png") });
} finally {
  await browser.close();
  await product.stop();
}
