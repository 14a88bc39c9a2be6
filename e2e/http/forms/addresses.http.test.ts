import { expect, test } from "vitest";
import { demoEmail } from "../../support/people.ts";
import { FormPage } from "../../support/forms/form-page.ts";

/** All addresses of a page, and its own, also as they read when what looks like base64 is decoded. */
function addressesOf(page: FormPage): string {
  const all = [page.path, ...page.all("a[href]").map((link) => link.getAttribute("href") ?? "")];
  const encoded = all.join("\n").match(/[\w-]{16,}/g) ?? [];
  const decoded = encoded.map((text) => Buffer.from(text, "base64url").toString("latin1"));
  return decodeURIComponent([...all, ...decoded.map(encodeURIComponent)].join("\n")).toLowerCase();
}

// Fails if a search posts to an address with `?q=`, or a cursor contains the name that a page ends with.
test.each([
  ["doctor1", "/doctor/patients", "Patient's name", "oliv"],
  ["doctor1", "/doctor/book", "Patient's name", "oliv"],
  ["admin", "/admin/patients", "Patient's name", "oliv"],
  ["admin", "/admin/book", "Patient's name", "oliv"],
  ["admin", "/admin/users", "Name or e-mail", demoEmail("patient1")],
])("what %s looks for in %s stands in no address", async (user, list, field, words) => {
  const page = await FormPage.signedIn(user);
  await page.open(list);
  await page.fill(field, words).press("Search");
  expect(page.path).toMatch(new RegExp(`^${list}\\?find=`));
  expect(page.value(field)).toBe(words);
  expect(page.text()).toContain("Olivia Bennett");
  for (const term of [words, "olivia", "bennett"]) expect(addressesOf(page)).not.toContain(term);
  // The address can be opened again, by the same user.
  await page.open(page.path);
  expect(page.text()).toContain("Olivia Bennett");
});

test("a list of patients goes on at an address without a name", async () => {
  const admin = await FormPage.signedIn("admin");
  await admin.open("/admin/patients");
  await admin.fill("Patient's name", "e").press("Search");
  const names = admin.all("tbody th").map((cell) => admin.text(cell).toLowerCase());
  expect(names).toHaveLength(20);
  expect(admin.href("More")).toMatch(/find=.+&cursor=/);
  for (const name of names) expect(addressesOf(admin)).not.toContain(name);
  await admin.follow("More");
  expect(admin.value("Patient's name")).toBe("e");
  for (const name of names) expect(admin.text().toLowerCase()).not.toContain(name);
});

test("another user cannot open the address of a search", async () => {
  const doctor = await FormPage.signedIn("doctor1");
  await doctor.open("/doctor/patients");
  await doctor.fill("Patient's name", "oliv").press("Search");
  const other = await FormPage.signedIn("doctor2");
  await other.open(doctor.path);
  expect(other.text()).toContain("This search has expired. Search again.");
  expect(other.value("Patient's name")).toBe("");
});

// Fails if `?test=` is the LOINC code or name of a test.
test("a lab test stands in no address", async () => {
  const patient = await FormPage.signedIn("patient1");
  for (const path of ["/patient/records", "/patient/labs"]) {
    await patient.open(path);
    const links = patient.all('a[href*="/labs?test="]');
    expect(links.length).toBeGreaterThan(0);
    for (const link of links) {
      expect(link.getAttribute("href")).toMatch(/\/labs\?test=[\w-]+%3A[\w-]{43}$/);
      expect(addressesOf(patient)).not.toContain(patient.text(link).toLowerCase());
    }
    expect(addressesOf(patient)).not.toContain("2089-1");
  }
  await patient.open(patient.all('a[href*="/labs?test="]')[0]?.getAttribute("href") ?? "");
  expect(patient.status).toBe(200);
  await patient.open("/patient/labs?test=2089-1");
  expect(patient.status).toBe(404);
});
