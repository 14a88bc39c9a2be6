import type { Page } from "@playwright/test";
import { expect, takenOver, test } from "./support/browser/test.ts";
import { searchList } from "./support/browser/search.ts";

// On a slow line a page can be read, and written on, before its scripts are there.

test("what is typed, chosen or selected before the scripts have come stays so", async ({
  signedIn,
}) => {
  const page = await signedIn("patient38");
  const name = page.getByLabel("Name").first();
  const phone = page.getByLabel("Phone").first();
  const address = page.getByLabel("Address");
  const gender = page.getByLabel("Gender");
  const scripts = await slowScripts(page);

  scripts.wait();
  await page.goto("/patient/profile?edit", { waitUntil: "domcontentloaded" });
  const [nameBefore, addressBefore] = [await name.inputValue(), await address.inputValue()];
  await phone.fill("+1 212 555 0123");
  await gender.selectOption("Other");
  await name.press("Home");
  await page.keyboard.type("Captain ");
  await address.press("Control+End");
  await page.keyboard.type(", rear");
  await page.keyboard.press("ArrowLeft");
  await scripts.come();
  await page.keyboard.type("!");
  await expect(address).toHaveValue(`${addressBefore}, rea!r`);
  await expect(name).toHaveValue(`Captain ${nameBefore}`);
  await expect(phone).toHaveValue("+1 212 555 0123");
  await expect(gender).toHaveValue("other");

  scripts.wait();
  await page.reload({ waitUntil: "domcontentloaded" });
  await address.selectText();
  await scripts.come();
  await page.keyboard.type("2 New Street");
  await expect(address).toHaveValue("2 New Street");

  scripts.wait();
  await page.reload({ waitUntil: "domcontentloaded" });
  await address.fill("");
  await scripts.come();
  await expect(address).toHaveValue("");
});

test("who goes on before the scripts have come is not taken away from there", async ({
  signedIn,
}) => {
  const page = await signedIn("admin");
  await searchList(page, "/admin/patients", "lucas");
  const patient = await page.getByRole("link", { name: "Lucas Fernandes" }).getAttribute("href");
  const path = `${patient ?? ""}/profile`;
  const phone = page.getByLabel("Phone").first();
  const summary = page.getByRole("alert").filter({ hasText: "Please check" });
  const done = page.getByText("The profile is saved.");
  const save = () => page.getByRole("button", { name: "Save the profile" }).click();
  const scripts = await slowScripts(page);

  scripts.wait();
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await phone.fill("call me");
  await save();
  await expect(summary).toBeVisible();
  await phone.fill("+1 212 555 012");
  await scripts.come();
  await page.keyboard.type("3");
  await expect(phone).toHaveValue("+1 212 555 0123");

  scripts.wait();
  await page.goto(path, { waitUntil: "domcontentloaded" });
  await phone.fill("+1 212 555 0124");
  await save();
  await expect(done).toBeVisible();
  await phone.fill("+1 212 555 012");
  await scripts.come();
  await page.keyboard.type("5");
  await expect(phone).toHaveValue("+1 212 555 0125");

  // Who has not gone on is told.
  scripts.wait();
  await page.reload({ waitUntil: "domcontentloaded" });
  await scripts.come();
  await expect(page.locator(":focus")).toContainText("The profile is saved.");
});

/** Holds a page's scripts back from `wait` until `come`, which waits for what they do. */
async function slowScripts(page: Page) {
  let held = Promise.withResolvers<undefined>();
  held.resolve(undefined);
  await page.route("**/_next/static/**/*.js", async (route) => {
    await held.promise;
    await route.continue();
  });
  return {
    wait: () => {
      held = Promise.withResolvers();
    },
    come: async () => {
      await expect(page.locator("form[novalidate]")).toHaveCount(0);
      held.resolve(undefined);
      await takenOver(page, "Save the profile");
    },
  };
}
