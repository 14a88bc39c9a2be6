import { expect, test } from "vitest";
import { FormPage } from "../../support/forms/form-page.ts";
import { DEMO_PASSWORD } from "../../support/people.ts";

test("a record is kept as a draft and written without JavaScript, and an allergy is asked about", async () => {
  const doctor = await FormPage.signedIn("doctor1");
  await doctor.open("/doctor/patients");
  await doctor.fill("Patient's name", "Olivia").press("Search");
  await doctor.follow("Olivia Bennett");
  expect(doctor.text()).toContain("Penicillin");
  await doctor.follow("Write a record");
  await doctor.fill("Diagnosis", "Tonsillitis").press("Keep as a draft");
  expect(doctor.text()).toContain("Kept as a draft.");
  expect(doctor.value("Diagnosis")).toBe("Tonsillitis");
  await doctor
    .fill("Treatment", "Antibiotic for a week")
    .fill("Drug", "Amoxicillin")
    .press("Save the record");
  expect(doctor.text()).toContain("Amoxicillin: the patient is allergic to Penicillin.");
  expect(doctor.value("Treatment")).toBe("Antibiotic for a week");
  await doctor.fill("Drug", "Clarithromycin").press("Save the record");
  expect(doctor.text()).toContain("The record is saved.");
  expect(doctor.text()).toContain("Clarithromycin");
});

test("an admin takes out the whole record after a confirmation that leads back", async () => {
  const admin = await FormPage.signedIn("admin", { ownSession: true });
  await admin.open("/admin/patients");
  await admin.fill("Patient's name", "Olivia Bennett").press("Search");
  const file = admin.part("main a[href^='/admin/patients/']").getAttribute("href") ?? "";
  const answer = await admin.browser.ask(`${file}/export`);
  expect(answer.headers.get("location")).toContain(encodeURIComponent(`${file}/whole`));
  await admin.open(`${file}/whole`);
  expect(admin.path).toBe(`/admin/confirm?callbackUrl=${encodeURIComponent(`${file}/whole`)}`);
  expect(admin.text()).not.toContain("Olivia Bennett");
  await admin.fill("Your own password", "not my password").press("Go on");
  expect(admin.text()).toContain("This is not your current password.");
  await admin.fill("Your own password", DEMO_PASSWORD).press("Go on");
  expect(admin.path).toBe(`${file}/whole`);
  expect(admin.has("The whole record")).toBe(true);
  expect((await admin.browser.ask(`${file}/export`)).headers.get("content-type")).toBe(
    "application/json",
  );
});

test("a patient takes the whole record along", async () => {
  const page = await FormPage.signedIn("patient1");
  await page.open("/patient/records");
  await page.follow("Everything at once");
  expect(page.has("The whole record")).toBe(true);
  const answer = await page.browser.ask("/patient/export");
  expect(answer.headers.get("content-disposition")).toMatch(
    /^attachment; filename="slotwell-record-/,
  );
  const whole = (await answer.json()) as {
    patient: { name: string };
    records: { diagnosis: string; revisions: unknown[] }[];
    appointments: { events: unknown[] }[];
  };
  expect(whole.patient.name).toBe("Olivia Bennett");
  expect(whole.records.length).toBeGreaterThanOrEqual(2);
  for (const { revisions } of whole.records) expect(revisions.length).toBeGreaterThan(0);
  for (const { events } of whole.appointments) expect(events.length).toBeGreaterThan(0);
});
