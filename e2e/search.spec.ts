import { demoEmail, submitSignIn } from "./support/people.ts";
import { expect, test } from "./support/test.ts";

// From a wish ("dermatology, that day, in the afternoon") to the form that books the first time.
for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`the earliest time of a specialization, a day and a part of it is booked, ${how}`, async ({
    visitor,
  }) => {
    const page = await visitor({ javaScript });
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
    await expect(page).toHaveURL(/\/sign-in\?/);
    await submitSignIn(page, demoEmail("patient33"));
    await expect(page.getByRole("heading", { name: "Book this visit" })).toBeVisible();
    await expect(page.getByText(`, ${time}–`)).toBeVisible();
  });
}

test("pages of times go on where the last one ended, and doctors are one step away", async ({
  visitor,
}) => {
  const page = await visitor();
  await page.goto("/times?specialization=cardiology");
  const seen = new Set<string>();
  for (let turn = 0; turn < 3; turn += 1) {
    const links = page.locator("main a.slot");
    const hrefs = await links.evaluateAll((all) => all.map((link) => link.getAttribute("href")));
    expect(hrefs.length).toBeGreaterThan(0);
    for (const href of hrefs) {
      expect(seen.has(href ?? ""), `${href} once`).toBe(false);
      seen.add(href ?? "");
    }
    await page.getByRole("link", { name: "Later times" }).click();
    await expect(links.first()).not.toHaveAttribute("href", hrefs[0] ?? "");
  }
  await page.getByRole("link", { name: "Doctors", exact: true }).click();
  await expect(page).toHaveURL(/\/doctors\?specialization=cardiology/);
  await expect(page.getByLabel("Specialization")).toHaveValue("cardiology");
});

test("a search that finds nothing says what to do", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/times?day=2020-01-01&part=morning");
  await expect(page.getByText("No free times")).toBeVisible();
  await page.getByRole("link", { name: "Look on any day" }).click();
  await expect(page.locator("main a.slot").first()).toBeVisible();
  await expect(page.getByLabel("Part of the day")).toHaveValue("morning");
});
