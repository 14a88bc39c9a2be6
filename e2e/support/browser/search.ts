import type { Page } from "@playwright/test";

/** Opens a list and searches it by name; waits for the address of the answer. */
export async function searchList(page: Page, path: string, words: string): Promise<void> {
  await page.goto(path);
  await page.locator("form[role=search] [name=q]").fill(words);
  await page.getByRole("button", { name: "Search" }).click();
  await page.waitForURL(/[?&]find=/);
}
