import { expect, expectAccessible, test } from "./support/test.ts";

// WCAG 2.2 AA by axe, on every page, at the width of a phone and in the dark as well.
const LOOKS = [
  { viewport: { width: 1280, height: 900 }, colorScheme: "light" },
  { viewport: { width: 390, height: 844 }, colorScheme: "dark" },
] as const;

const PAGES = {
  visitor: [
    "/",
    "/doctors",
    "/doctors?q=nobody-at-all",
    "/times",
    "/times?day=2020-01-01",
    "/sign-in",
    "/register",
    "/register/doctor",
    "/nothing-here",
  ],
  patient1: [
    "/patient",
    "/patient/history",
    "/patient/history?kind=surgery",
    "/patient/profile",
    "/patient/profile?edit=1",
    "/patient/records",
    "/patient/labs",
    "/patient/labs?test=2089-1",
    "/patient/access",
    "/patient/whole",
    "/account",
  ],
  doctor1: [
    "/doctor",
    "/doctor/book?q=a",
    "/doctor/availability",
    "/doctor/availability/time-off",
    "/doctor/availability/visit-types",
    "/doctor/availability/rules",
    "/doctor/availability/why?day=2026-01-01&time=09:00",
    "/doctor/profile",
  ],
  doctor7: [
    "/doctor/calendar",
    "/doctor/calendar?view=month",
    "/doctor/calendar?view=agenda",
    "/doctor/calendar/sheet",
    "/doctor/patients",
    "/doctor/patients?q=nobody-at-all",
    "/doctor/emergency",
    "/doctor/appointments",
  ],
  admin: [
    "/admin",
    "/admin/calendar?view=day",
    "/admin/calendar/sheet",
    "/admin/book",
    "/admin/book?q=nobody-at-all",
    "/admin/doctors",
    "/admin/doctors/applications",
    "/admin/holidays",
    "/admin/patients",
    "/admin/users",
    "/admin/users?q=nobody-at-all",
    "/admin/clinics",
    "/admin/audit",
    "/admin/audit?from=2020-01-01&to=2020-01-01",
    "/admin/appointments?status=pending",
  ],
};

for (const [who, paths] of Object.entries(PAGES)) {
  for (const { viewport, colorScheme } of LOOKS) {
    test(`the pages of ${who} can be used by everybody, ${viewport.width} wide and ${colorScheme}`, async ({
      visitor,
      signedIn,
    }) => {
      const page = who === "visitor" ? await visitor() : await signedIn(who);
      const violations: string[] = [];
      page.on("console", (message) => {
        if (/Content Security Policy|hydrat/i.test(message.text())) violations.push(message.text());
      });
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      for (const path of paths) {
        await page.goto(path);
        await expectAccessible(page);
        const width = await page.evaluate(() => document.documentElement.scrollWidth);
        expect(width, `${path} fits`).toBeLessThanOrEqual(viewport.width);
      }
      // The first thing of a list leads to a page of its own.
      const first = page.locator('main a[href*="/appointments/"]').first();
      if ((await first.count()) > 0) {
        await first.click();
        await page.waitForURL(/\/appointments\/[0-9a-f-]{36}/);
        await expectAccessible(page);
      }
      expect(violations).toEqual([]);
    });
  }
}

test("the pages on which admins look after an account can be used by everybody", async ({
  signedIn,
}) => {
  const page = await signedIn("admin");
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    for (const email of ["patient1@slotwell.test", "doctor1@slotwell.test"]) {
      await page.goto(`/admin/users?q=${email}`);
      await page.locator("table a.link").first().click();
      await expect(page.getByRole("link", { name: "Close this account" })).toBeVisible();
      await expectAccessible(page);
      await page.getByRole("link", { name: "Close this account" }).click();
      await expect(page.getByRole("heading", { name: "What stays" })).toBeVisible();
      await expectAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width).toBeLessThanOrEqual(viewport.width);
    }
  }
});

test("the pages of a patient's file can be used by everybody", async ({ signedIn }) => {
  const page = await signedIn("doctor1");
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.goto("/doctor/patients?q=Olivia");
    await page.getByRole("link", { name: "Olivia Bennett" }).click();
    await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
    await expectAccessible(page);
    const file = new URL(page.url()).pathname;
    const href = await page.locator('a[href^="/doctor/records/"]').first().getAttribute("href");
    const record = href ?? "";
    const paths = ["", "/change", "/versions", "/paper", "/prescription"].map(
      (part) => record + part,
    );
    for (const path of [
      ...paths,
      `${file}/record`,
      `${file}/labs?test=2089-1`,
      `${file}/history`,
    ]) {
      await page.goto(path);
      await expectAccessible(page);
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      expect(width, `${path} fits`).toBeLessThanOrEqual(viewport.width);
    }
  }
});

test("the pages on which staff chooses times can be used by everybody", async ({ signedIn }) => {
  const page = await signedIn("doctor1");
  for (const { viewport, colorScheme } of LOOKS) {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme });
    await page.goto("/doctor");
    await page.getByRole("link", { name: "Propose other times" }).first().click();
    await page.locator("a.slot:visible").first().click();
    await expect(page.getByText("1 of 3 times chosen")).toBeVisible();
    await expectAccessible(page);
    const { pathname } = new URL(page.url());
    // Long past: neither free nor to be overbooked. Then at night: against the hours.
    await page.goto(`${pathname.replace("propose", "move")}?day=2020-01-01&time=09:00`);
    await expect(page.getByText("This time has passed.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Overbook deliberately" })).toHaveCount(0);
    await page.getByRole("link", { name: "Next week" }).click();
    await expect(page).not.toHaveURL(/day=2020-01-01/);
    const day = new URL(page.url()).searchParams.get("day") ?? "";
    await page.goto(`${pathname.replace("propose", "move")}?day=${day}&time=03:10`);
    await expect(page.getByRole("button", { name: "Overbook deliberately" })).toBeVisible();
    await expectAccessible(page);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width).toBeLessThanOrEqual(viewport.width);
  }
});

test("a doctor's free times can be reached and chosen by keyboard", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/doctors");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.locator("main article a").first().focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expectAccessible(page);
  await page.locator("a.slot").first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fpatient%2Fbook/);
});
