import type { Page } from "@playwright/test";
import {
  expectAccessible,
  expectPrintable,
  expectReadableOnPhone,
} from "./support/browser/accessible.ts";
import { expect, test } from "./support/browser/test.ts";
import { searchList } from "./support/browser/search.ts";

// WCAG 2.2 AA by axe on every page, and again what another width and the dark can change; and that nothing
// interactive is printed. The groups are tests of their own, so that both workers are busy.

const DESKTOP = { width: 1280, height: 900 };

/** A page by its path, the answer to a search, or the page that the first such link on another one leads to. */
type Shown = string | { list: string; words: string } | { on: string; link: string };

const PAGES: [user: string, shown: [string, ...Shown[]]][] = [
  [
    "admin",
    [
      "/admin",
      "/admin/calendar?view=day",
      "/admin/calendar/sheet",
      "/admin/book",
      { list: "/admin/book", words: "no-such-name" },
      "/admin/doctors",
      { on: "/admin/doctors", link: '[href$="/profile"]' },
      "/admin/doctors/applications",
      "/admin/holidays",
    ],
  ],
  [
    "admin",
    [
      "/admin/patients",
      "/admin/users",
      { list: "/admin/users", words: "no-such-name" },
      "/admin/clinics",
      "/admin/confirm",
      "/admin/audit",
      "/admin/alerts",
      "/admin/outcomes?select=all",
      "/admin/audit?from=2020-01-01&to=2020-01-01",
      "/admin/appointments?status=pending",
    ],
  ],
  [
    "patient1",
    [
      "/patient/history",
      "/patient/history?kind=surgery",
      "/patient/profile",
      "/patient/profile?edit=1",
      "/account",
      "/account/security",
      "/account/changed",
      "/patient",
    ],
  ],
  [
    "patient1",
    [
      "/patient/records",
      "/patient/labs",
      // The address of one test over time is known to its link alone.
      { on: "/patient/labs", link: '[href*="/labs?test="]' },
      "/patient/access",
      "/patient/whole",
    ],
  ],
  [
    "doctor1",
    [
      "/doctor/availability",
      { list: "/doctor/book", words: "a" },
      "/doctor/availability/time-off",
      "/doctor/availability/visit-types",
      "/doctor/availability/rules",
      "/doctor/availability/why?day=2026-01-01&time=09:00",
      "/doctor/profile",
      "/doctor",
    ],
  ],
  [
    "doctor7",
    [
      "/doctor/calendar",
      "/doctor/calendar?view=month",
      "/doctor/calendar?view=agenda",
      "/doctor/calendar/sheet",
      "/doctor/patients",
      { list: "/doctor/patients", words: "no-such-name" },
      "/doctor/emergency",
      "/doctor/appointments",
    ],
  ],
  [
    "visitor",
    [
      "/",
      "/doctors",
      "/doctors?q=no-such-name",
      "/times",
      "/times?day=2020-01-01",
      "/sign-in",
      "/register",
      "/register/doctor",
      "/nothing-here",
    ],
  ],
];

async function show(page: Page, shown: Shown): Promise<void> {
  if (typeof shown === "string") await page.goto(shown);
  else if ("list" in shown) await searchList(page, shown.list, shown.words);
  else {
    await page.goto(shown.on);
    const href = await page.locator(`main a${shown.link}`).first().getAttribute("href");
    await page.goto(href ?? `no ${shown.link} on ${shown.on}`);
  }
}

/** Fails when the page is not accessible on a desktop in the light or on a phone in the dark, or prints controls. */
async function expectAccessibleInBothLooks(page: Page): Promise<void> {
  await expectAccessible(page);
  await expectPrintable(page);
  await expectReadableOnPhone(page);
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ colorScheme: "light" });
}

/** What a page says on its console of our policy and of hydration. */
function watchConsole(page: Page): string[] {
  const violations: string[] = [];
  page.on("console", (message) => {
    if (/Content Security Policy|hydrat/i.test(message.text())) violations.push(message.text());
  });
  return violations;
}

test.use({ viewport: DESKTOP });

for (const [user, shown] of PAGES) {
  test(`the pages of ${user} from ${shown[0]} are accessible`, async ({ visitor, signedIn }) => {
    const page = user === "visitor" ? await visitor() : await signedIn(user);
    const violations = watchConsole(page);
    for (const each of shown) {
      await show(page, each);
      await expectAccessibleInBothLooks(page);
    }
    // The first appointment of a list leads to a page of its own.
    const first = page.locator('main a[href*="/appointments/"]').first();
    if ((await first.count()) > 0) {
      await first.click();
      await page.waitForURL(/\/appointments\/[0-9a-f-]{36}/);
      await expectAccessibleInBothLooks(page);
    }
    expect(violations).toEqual([]);
  });
}

for (const email of ["patient1@slotwell.test", "doctor1@slotwell.test"]) {
  test(`the pages on which admins look after the account ${email} are accessible`, async ({
    signedIn,
  }) => {
    const page = await signedIn("admin");
    await searchList(page, "/admin/users", email);
    await page.locator("table a.link").first().click();
    const close = page.getByRole("link", { name: "Close this account" });
    await expect(close).toBeVisible();
    await expectAccessibleInBothLooks(page);
    await close.click();
    await expect(page.getByRole("heading", { name: "What stays" })).toBeVisible();
    await expectAccessibleInBothLooks(page);
  });
}

test("the pages of a patient and of a record are accessible to the doctor", async ({
  signedIn,
}) => {
  const page = await signedIn("doctor1");
  const violations = watchConsole(page);
  await searchList(page, "/doctor/patients", "Olivia");
  await page.getByRole("link", { name: "Olivia Bennett" }).click();
  await expect(page.getByRole("heading", { name: "Timeline" })).toBeVisible();
  await expectAccessibleInBothLooks(page);
  const patient = new URL(page.url()).pathname;
  const href = await page.locator('a[href^="/doctor/records/"]').first().getAttribute("href");
  const record = href ?? "";
  const series = await page.locator('a[href*="/labs?test="]').first().getAttribute("href");
  for (const path of [
    ...["", "/change", "/versions", "/paper", "/prescription"].map((part) => record + part),
    ...["/record", "/labs", "/history"].map((part) => patient + part),
    series ?? "",
  ]) {
    await page.goto(path);
    await expectAccessibleInBothLooks(page);
  }
  expect(violations).toEqual([]);
});

test("the pages on which staff choose times are accessible", async ({ signedIn }) => {
  const page = await signedIn("doctor1");
  await page.goto("/doctor");
  await page.getByRole("link", { name: "Propose other times" }).first().click();
  await page.locator("a.slot:visible").first().click();
  await expect(page.getByText("1 of 3 times chosen")).toBeVisible();
  await expectAccessibleInBothLooks(page);
  const { pathname } = new URL(page.url());
  // Long past: neither free nor to be overbooked. Then at night: outside the hours.
  await page.goto(`${pathname.replace("propose", "move")}?day=2020-01-01&time=09:00`);
  await expect(
    page.getByText("This time is in the past. Please choose a later one."),
  ).toBeVisible();
  await expect(page.getByRole("button", { name: "Overbook deliberately" })).toHaveCount(0);
  await page.getByRole("link", { name: "Next week" }).click();
  await expect(page).not.toHaveURL(/day=2020-01-01/);
  const day = new URL(page.url()).searchParams.get("day") ?? "";
  await page.goto(`${pathname.replace("propose", "move")}?day=${day}&time=03:10`);
  await expect(page.getByRole("button", { name: "Overbook deliberately" })).toBeVisible();
  await expectAccessibleInBothLooks(page);
});

test("a doctor's free times can be reached and chosen by keyboard", async ({ visitor }) => {
  const page = await visitor();
  await page.goto("/doctors");
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to the content" })).toBeFocused();
  await page.keyboard.press("Enter");
  await page.locator("main article a").first().focus();
  await page.keyboard.press("Enter");
  await page.waitForURL(/\/doctors\/[0-9a-f-]{36}/);
  await expectAccessible(page);
  await page.locator("a.slot").first().focus();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/sign-in\?callbackUrl=%2Fpatient%2Fbook/);
});
