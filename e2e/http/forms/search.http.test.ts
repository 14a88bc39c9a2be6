import { expect, test } from "vitest";
import { FormPage } from "../../support/forms/form-page.ts";
import { demoEmail, DEMO_PASSWORD } from "../../support/people.ts";

test("the earliest time of a specialization, a day and a part of it leads to its booking form", async () => {
  const page = await new FormPage().open("/");
  await page.follow("Earliest times");
  await page
    .choose("Specialization", "dermatology")
    .choose("Part of the day", "afternoon")
    .press("Search");
  expect(page.path).toContain("part=afternoon");

  // A day on which there is such a time, as the answer for any day says.
  const day = page.all("main h2").at(-1)?.id.replace("day-", "") ?? "";
  await page.fill("Free on", day).press("Search");
  expect(page.path).toContain(`day=${day}`);
  expect(page.all("main h2")).toHaveLength(1);
  const row = page.all("main li").find((each) => each.querySelector("a.slot"));
  expect(page.text(row)).toContain("Dermatology");
  const slot = page.all("a.slot", row)[0];
  const time = page.text(slot).slice(0, 5);
  expect(time >= "12:00" && time < "17:00").toBe(true);

  await page.open(slot?.getAttribute("href") ?? "");
  expect(page.path).toMatch(/^\/sign-in\?/);
  await page.fill("email", demoEmail("patient33")).fill("password", DEMO_PASSWORD).press("Sign in");
  expect(page.text()).toContain("Book this visit");
  expect(page.text()).toContain(`, ${time}–`);
});

test("pages of times go on where the last one ended, and doctors are one step away", async () => {
  const page = await new FormPage().open("/times?specialization=cardiology");
  const seen = new Set<string>();
  for (let turn = 0; turn < 3; turn += 1) {
    const hrefs = page.all("main a.slot").map((link) => link.getAttribute("href") ?? "");
    expect(hrefs.length).toBeGreaterThan(0);
    for (const href of hrefs) {
      expect(seen.has(href), `${href} once`).toBe(false);
      seen.add(href);
    }
    await page.follow("Later times");
  }
  await page.follow(/^Doctors$/, page.part("main"));
  expect(page.path).toContain("/doctors?specialization=cardiology");
  expect(page.value("Specialization")).toBe("cardiology");
});

test("a search that finds nothing says what to do", async () => {
  const page = await new FormPage().open("/times?day=2020-01-01&part=morning");
  expect(page.text()).toContain("No free times");
  await page.follow("Look on any day");
  expect(page.all("main a.slot").length).toBeGreaterThan(0);
  expect(page.value("Part of the day")).toBe("morning");
});
