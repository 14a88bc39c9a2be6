import type { Element } from "happy-dom";
import { expect, test } from "vitest";
import { FormPage } from "../support/forms/form-page.ts";
import { productUrl } from "../support/product.ts";

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
    "/doctor/outcomes",
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
    "/admin/outcomes",
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
    "/admin/confirm",
    "/admin/alerts",
  ],
} as const;
const ACCOUNTS = { patient: "patient1", doctor: "doctor1", admin: "admin" } as const;
const ROLES = ["patient", "doctor", "admin"] as const;

/** The forms of a page that post, and do not say that they were drawn for this account. */
function formsOfOthers(page: FormPage): string[] {
  const owner = (form: Element) => form.querySelector("[name=_for]")?.getAttribute("value");
  const own = owner(page.part("form[action='/sign-out']"));
  expect(own).toMatch(/^\w+:[\w-]{43}$/);
  const posting = page
    .all("form")
    .filter((form) => /post/i.test(form.getAttribute("method") ?? ""));
  return posting.filter((form) => owner(form) !== own).map((form) => page.text(form));
}

const statusOf = async (page: FormPage, path: string) => (await page.open(path)).status;

for (const role of ROLES) {
  test(`opens the pages of a ${role} for them and answers 403 to other roles`, async () => {
    for (const other of ROLES) {
      const page = await FormPage.signedIn(ACCOUNTS[other]);
      for (const path of PAGES[role]) {
        const wanted = other === role ? 200 : 403;
        expect([path, other, await statusOf(page, path)]).toEqual([path, other, wanted]);
        if (other === role && path !== "/patient/export") expect(formsOfOthers(page)).toEqual([]);
      }
    }
  });

  test(`sends a visitor who opens a page of a ${role} to the sign-in, whatever headers say`, async () => {
    const protectedWords =
      /Your visits and requests|What your doctors and the clinics|The patients you treat|Everybody who is registered|Requests to decide|How the clinics stand|Programs that may use the API|Who did what, when and why|unusually many patients/;
    for (const path of PAGES[role]) {
      for (const headers of [
        {},
        { "x-middleware-subrequest": "proxy:proxy:proxy:proxy:proxy" },
        { rsc: "1" },
        { rsc: "1", "next-router-prefetch": "1" },
      ]) {
        const answer = await fetch(productUrl() + path, { headers });
        const seen = `${answer.url} ${await answer.text()}`;
        expect(seen).not.toMatch(protectedWords);
        // A prefetch is answered with the names of the segments alone.
        if ("next-router-prefetch" in headers) continue;
        expect(seen).toContain(`/sign-in?callbackUrl=${encodeURIComponent(path)}`);
      }
    }
  });
}

test("answers 404 about another patient's appointment", async () => {
  const owner = await FormPage.signedIn("patient1");
  await owner.open("/patient");
  const path = owner.part('a[href^="/patient/appointments/"]').getAttribute("href") ?? "";
  const id = path.split("/").at(-1) ?? "";
  expect(await statusOf(owner, `/patient/appointments/${id}`)).toBe(200);

  const stranger = await FormPage.signedIn("patient2");
  expect(await statusOf(stranger, `/patient/appointments/${id}`)).toBe(404);
  expect(await statusOf(stranger, `/patient/appointments/${id}/move`)).toBe(404);
  expect(await statusOf(stranger, "/patient/appointments/not-an-id")).toBe(404);
  // patient1 has never been with doctor2.
  const doctor = await FormPage.signedIn("doctor2");
  expect(await statusOf(doctor, `/doctor/appointments/${id}`)).toBe(404);
  const admin = await FormPage.signedIn("admin");
  expect(await statusOf(admin, `/admin/appointments/${id}`)).toBe(200);
});

test("sends a signed-in user who opens the sign-in to their own dashboard", async () => {
  for (const role of ROLES) {
    const page = await FormPage.signedIn(ACCOUNTS[role]);
    await page.open("/sign-in");
    expect(page.path).toBe(`/${role}`);
  }
});
