import { expect, test } from "./support/browser/test.ts";

// From a wish ("dermatology, that day, in the afternoon") to the form that books the first time.
test("the earliest time of a specialization, a day and a part of it is booked", async ({
  signedIn,
}) => {
  const page = await signedIn("patient33");
  await page.goto("/");
  await page.getByRole("link", { name: "Earliest times" }).click();
  // The page before has a field of this name too.
  await expect(page).toHaveURL(/\/times/);
  await page.getByLabel("Specialization").selectOption("dermatology");
  await page.getByLabel("Part of the day").selectOption("afternoon");
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(/part=afternoon/);

  // A day on which there is such a time, as the answer for any day says.
  const heading = page.locator("main h2").last();
  const day = (await heading.getAttribute("id"))?.replace("day-", "") ?? "";
  await page.getByLabel("Free on").fill(day);
  await page.getByRole("button", { name: "Search" }).click();
  await expect(page).toHaveURL(new RegExp(`day=${day}`));
  await expect(page.locator("main h2")).toHaveCount(1);

  const row = page
    .locator("main li")
    .filter({ has: page.locator("a.slot") })
    .first();
  const first = row.locator("a.slot");
  await expect(row).toContainText("Dermatology");
  const time = await first.innerText();
  expect(time >= "12:00" && time < "17:00").toBe(true);
  await first.click();
  await expect(page.getByRole("heading", { name: "Book this visit" })).toBeVisible();
  await expect(page.getByText(`, ${time}–`)).toBeVisible();
});
