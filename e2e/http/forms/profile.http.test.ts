import { expect, test } from "vitest";
import { FormPage } from "../../support/forms/form-page.ts";

const NUMBER = "HS 987 654 321";

test("a patient changes their profile and looks at the number, without JavaScript", async () => {
  const page = await FormPage.signedIn("patient34");
  await page.open("/patient/profile");
  await page.follow("Change the profile");
  await page
    .fill("Phone", "call me")
    .fill("Date of birth", "1992-02-29")
    .fill("Insurance number", "HS\u202e1")
    .press("Save the profile");
  expect(page.text()).toContain("Enter a phone number of at least 5 digits");
  expect(page.text()).toContain("This contains a line break or an invisible character");
  expect(page.value("Phone")).toBe("call me");

  await page
    .fill("Phone", "+1 212 555 0177")
    .fill("Date of birth", "2150-01-01")
    .fill("Insurance number", NUMBER)
    .press("Save the profile");
  expect(page.text()).toContain("This is in the future.");
  expect(page.value("Phone")).toBe("+1 212 555 0177");
  await page
    .fill("Date of birth", "1992-02-29")
    .fill("Phone", "212–555–0177 ext. 12")
    .fill("Preferred language", "Klingonese")
    .choose("Interpreter", "Needed")
    .fill("Relation", "oldest friend")
    .press("Save the profile");
  expect(page.text()).toContain("No language is known by this name.");
  expect(page.value("Preferred language")).toBe("Klingonese");
  await page.fill("Preferred language", "British Sign Language").press("Save the profile");
  expect(page.text()).toContain("The profile is saved.");
  for (const fact of [
    "29 Feb 1992",
    "212–555–0177 ext. 12",
    "British Sign Language",
    "(oldest friend)",
    "•••• 4321",
  ]) {
    expect(page.text()).toContain(fact);
  }
  expect(page.html).not.toMatch(/987 ?654/);
  expect(page.html).toContain('href="tel:+12125550177;ext=12"');
  await page.press("Show the number");
  expect(page.text()).toContain("The number on the card is HS 987 654 321.");
  expect(page.path).not.toMatch(/987 ?654/);
});

test("a patient adds an allergy, changes it, removes it and takes that back, without JavaScript", async () => {
  const page = await FormPage.signedIn("patient34");
  await page.open("/patient/history");
  await page.follow("Add: Allergy");
  expect(page.path).toMatch(/kind=allergy$/);
  await page.fill("What", "Walnuts").fill("Since", "2019-13").press("Add to the history");
  expect(page.text()).toContain("Enter a year, a month or a day that exists");
  expect(page.value("What")).toBe("Walnuts");
  await page.fill("Since", "2019-05").press("Add to the history");
  expect(page.text()).toContain("The entry is added.");
  const allergies = () => page.part("section", "Allergies");
  const entry = (name: string) =>
    page.all("li", allergies()).find((each) => page.text(each).includes(name));
  expect(page.text(entry("Walnuts"))).toContain("since May 2019");

  await page.follow("Change: Walnuts", entry("Walnuts"));
  await page.fill("What", "Hazelnuts", allergies()).press("Save the entry", allergies());
  expect(page.text()).toContain("The entry is changed.");
  expect(entry("Hazelnuts")).toBeDefined();
  expect(entry("Walnuts")).toBeUndefined();

  await page.press("Remove this entry", entry("Hazelnuts"));
  expect(page.text()).toContain("The entry is removed.");
  expect(entry("Hazelnuts")).toBeUndefined();
  await page.press("Undo");
  expect(page.text()).toContain("The entry is back.");
  expect(entry("Hazelnuts")).toBeDefined();
});

test("a doctor reads and adds to the history of the patients they treat, and of no others", async () => {
  const doctor = await FormPage.signedIn("doctor3");
  await doctor.open("/doctor/patients");
  await doctor.fill("Patient's name", "olivia").press("Search");
  expect(doctor.text()).toContain("No patient found");
  await doctor.open("/doctor/patients");
  const file = doctor.part("th[scope=row] a").getAttribute("href") ?? "";
  await doctor.open(`${file}/history`);
  await doctor
    .choose("Kind", "Immunization")
    .fill("What", "Yellow fever")
    .fill("Since", "2015")
    .choose("Where it comes from", "From a document")
    .press("Add to the history");
  expect(doctor.text()).toContain("The entry is added.");
  const entry = doctor
    .all("li", doctor.part("section", "Immunizations"))
    .find((each) => doctor.text(each).includes("Yellow fever"));
  expect(doctor.text(entry)).toContain("From a document, entered by");
  expect(doctor.all("a", entry)).toHaveLength(0);

  // patient1 has never been with doctor2.
  const own = await FormPage.signedIn("doctor1");
  await own.open("/doctor/patients");
  await own.fill("Patient's name", "olivia").press("Search");
  const history = `${own.href("Olivia Bennett")}/history`;
  expect((await own.open(history)).status).toBe(200);
  const stranger = await FormPage.signedIn("doctor2");
  expect((await stranger.open(history)).status).toBe(404);
  expect(stranger.text()).not.toContain("Penicillin");
});

test("an admin finds any patient and changes the profile", async () => {
  const admin = await FormPage.signedIn("admin");
  await admin.open("/admin/patients");
  expect(admin.all("th[scope=row]")).toHaveLength(20);
  await admin.follow("More", admin.part("main"));
  expect(admin.offers("First page")).toBe(true);
  await admin.fill("Patient's name", "patel").press("Search");
  await admin.open(`${admin.href("Rajesh Patel")}/profile`);
  expect(admin.text()).toMatch(/•••• \d{4} is on file/);
  await admin.fill("Address", "5 Desk Street").press("Save the profile");
  expect(admin.text()).toContain("The profile is saved.");
  expect(admin.value("Address")).toBe("5 Desk Street");
  expect((await admin.open("/admin/patients/not-an-id/profile")).status).toBe(404);
});
