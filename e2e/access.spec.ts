import type { Page } from "@playwright/test";
import { expect, test } from "./support/test.ts";

const PAGES = {
  patient: [
    "/patient",
    "/patient/book",
    "/patient/history",
    "/patient/profile",
    "/patient/records",
    "/patient/labs",
    "/patient/access",
    "/patient/whole",
    "/patient/export",
  ],
  doctor: [
    "/doctor",
    "/doctor/calendar",
    "/doctor/calendar/sheet",
    "/doctor/appointments",
    "/doctor/availability",
    "/doctor/availability/why",
    "/doctor/book",
    "/doctor/patients",
    "/doctor/emergency",
    "/doctor/profile",
  ],
  admin: [
    "/admin",
    "/admin/calendar",
    "/admin/calendar/sheet",
    "/admin/appointments",
    "/admin/doctors",
    "/admin/doctors/applications",
    "/admin/holidays",
    "/admin/users",
    "/admin/clinics",
    "/admin/book",
    "/admin/patients",
    "/admin/api-clients",
    "/admin/api-clients/new",
    "/admin/api-clients/slotwell-demo-native",
    "/admin/audit",
  ],
} as const;
const ACCOUNTS = { patient: "patient1", doctor: "doctor1", admin: "admin" } as const;
const ROLES = ["patient", "doctor", "admin"] as const;

for (const role of ROLES) {
  test(`the pages of a ${role} open for them and answer 403 to the others`, async ({
    signedIn,
  }) => {
    for (const other of ROLES) {
      const page = await signedIn(ACCOUNTS[other]);
      for (const path of PAGES[role]) {
        const answer = await page.request.get(path);
        expect([path, other, answer.status()]).toEqual([path, other, other === role ? 200 : 403]);
      }
    }
  });

  test(`a visitor who opens a page of a ${role} signs in first, whatever headers say`, async ({
    visitor,
  }) => {
    const page = await visitor();
    const protectedWords =
      /Your visits and requests|What your doctors and the clinics|Those whom you treat|Everybody who is registered|Requests to decide|How the clinics stand|Programs that may use the API|Who did what, when and why/;
    for (const path of PAGES[role]) {
      for (const headers of [
        {},
        { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
        { rsc: "1" },
        { rsc: "1", "next-router-prefetch": "1" },
      ]) {
        const answer = await page.request.get(path, { headers });
        const seen = `${answer.url()} ${await answer.text()}`;
        expect(seen).not.toMatch(protectedWords);
        // A prefetch is answered with the names of the segments alone.
        if ("next-router-prefetch" in headers) continue;
        expect(seen).toContain(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
      }
    }
  });
}

test("somebody else's appointment does not exist", async ({ signedIn }) => {
  const owner = await signedIn("patient1");
  await owner.goto("/patient");
  const path = await owner
    .locator('a[href^="/patient/appointments/"]')
    .first()
    .getAttribute("href");
  const id = path?.split("/").at(-1) ?? "";
  const statusFor = async (page: Page, url: string) => (await page.request.get(url)).status();
  expect(await statusFor(owner, `/patient/appointments/${id}`)).toBe(200);

  const stranger = await signedIn("patient2");
  expect(await statusFor(stranger, `/patient/appointments/${id}`)).toBe(404);
  expect(await statusFor(stranger, `/patient/appointments/${id}/move`)).toBe(404);
  expect(await statusFor(stranger, "/patient/appointments/not-an-id")).toBe(404);
  // patient1 has never been with doctor2.
  const doctor = await signedIn("doctor2");
  expect(await statusFor(doctor, `/doctor/appointments/${id}`)).toBe(404);
  const admin = await signedIn("admin");
  expect(await statusFor(admin, `/admin/appointments/${id}`)).toBe(200);
});

test("a signed-in person who opens the sign-in goes to their own dashboard", async ({
  signedIn,
}) => {
  for (const role of ROLES) {
    const page = await signedIn(ACCOUNTS[role]);
    await page.goto("/sign-in");
    await expect(page).toHaveURL(`/${role}`);
  }
});
