import type { Page } from "@playwright/test";
import { openDetails } from "./support/browser/booking.ts";
import { steadyPatients } from "./support/patients.ts";
import { signInOverHttp } from "./support/sessions.ts";
import { addSession, expect, test } from "./support/browser/test.ts";
import { searchList } from "./support/browser/search.ts";

// From a visit to its record, to the patient who reads it and sees who looked, to a second version and
// to its retraction, each user in a browser context of their own.

const PDF = Buffer.from("%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF");

/**
 * From a visit that took place, and of which nothing is written yet, into its record. Returns the e-mail
 * address of its patient.
 */
async function beginRecord(doctor: Page): Promise<string> {
  await doctor.goto("/doctor/appointments?status=completed");
  const visits = doctor.locator('main a[href*="/doctor/appointments/"]');
  await expect(visits.first()).toBeVisible();
  const paths = await visits.evaluateAll((links) => links.map((link) => link.getAttribute("href")));
  const emails = await steadyPatients();
  for (const path of paths) {
    await doctor.goto(path ?? "");
    const name = await doctor.getByRole("heading", { level: 1 }).innerText();
    const email = emails.get(name);
    const write = doctor.getByRole("link", { name: "Write the record" });
    if (email === undefined || !(await write.isVisible())) continue;
    await write.click();
    await expect(doctor.getByRole("heading", { name: "Write a record" })).toBeVisible();
    return email;
  }
  throw new Error("Each of these visits has a record");
}

test("a visit leads to a record that the patient reads, the doctor changes, and retracts", async ({
  signedIn,
  visitor,
}) => {
  const doctor = await signedIn("doctor5");
  const patient = await visitor();
  await addSession(patient, await signInOverHttp(await beginRecord(doctor)));

  // What is typed outlives the browser.
  await doctor.getByLabel("Diagnosis").fill("Acute bronchitis");
  await doctor.getByLabel("Notes").fill("Fever since Monday");
  await expect(doctor.getByText(/Kept as a draft at/)).toBeVisible();
  await doctor.reload();
  await expect(doctor.getByText("You began this earlier.")).toBeVisible();
  // Also what was typed a moment ago, when somebody leaves by a link.
  await doctor.getByLabel("Treatment").fill("Inhalation");
  const form = doctor.url();
  await doctor.getByRole("link", { name: "Leave" }).click();
  await expect(doctor.getByRole("link", { name: "Write the record" })).toBeVisible();
  await expect(async () => {
    await doctor.goto(form);
    await expect(doctor.getByLabel("Treatment")).toHaveValue("Inhalation", { timeout: 2_000 });
  }).toPass();
  await expect(doctor.getByLabel("Diagnosis")).toHaveValue("Acute bronchitis");

  await doctor.getByLabel("ICD-10 code").fill("J20.9");
  await doctor.getByLabel("Treatment").fill("Rest and fluids");
  await doctor.getByRole("button", { name: "Add a prescription" }).click();
  await doctor.getByLabel("Drug").fill("Dextromethorphan");
  await doctor.getByLabel("Dose").fill("15 mg");
  await doctor.getByRole("button", { name: "Add a lab result" }).click();
  await doctor.getByLabel("Test", { exact: true }).fill("CRP");
  await doctor.getByLabel("Value").fill("48,5");
  await doctor.getByLabel("Unit").fill("mg/l");
  await doctor.getByLabel("Range up to").fill("5");
  await doctor.getByRole("button", { name: "Save the record" }).click();
  await expect(doctor.getByText("The record is saved.")).toBeVisible();
  const id = new URL(doctor.url()).pathname.split("/").at(-1) ?? "";

  await patient.goto("/patient/records");
  await patient.getByRole("link", { name: "Acute bronchitis" }).click();
  await expect(patient.getByText("Fever since Monday")).toBeVisible();
  await expect(
    patient
      .getByRole("cell", { name: "Dextromethorphan" })
      .or(patient.getByText("Dextromethorphan")),
  ).toBeVisible();
  await expect(patient.getByText("48.5 mg/l")).toBeVisible();
  await patient.getByRole("link", { name: "CRP" }).click();
  await expect(patient.getByRole("img", { name: /^CRP, 1 value .* 1 outside/ })).toBeVisible();
  await patient.goto("/patient/access");
  await expect(patient.getByText("Wrote a medical record").first()).toBeVisible();

  // Two windows: the second one is told, and keeps what was typed in it.
  const other = await doctor.context().newPage();
  for (const page of [doctor, other]) await page.goto(`/doctor/records/${id}/change`);
  await doctor.getByLabel("Notes").fill("Fever since Sunday");
  await doctor.getByRole("button", { name: "Save the change" }).click();
  await expect(doctor.getByText("The change is saved.")).toBeVisible();
  await other.getByLabel("Notes").fill("Written in the other window");
  await other.getByRole("button", { name: "Save the change" }).click();
  await expect(other.getByRole("alert").first()).toContainText("changed");
  await expect(other.getByLabel("Notes")).toHaveValue("Written in the other window");
  // It outlives the reload that the message asks for, beside word of what has changed.
  await other.reload();
  await expect(other.getByText("The record was changed after you began.")).toBeVisible();
  await expect(other.getByLabel("Notes")).toHaveValue("Written in the other window");
  await other.close();

  await patient.goto(`/patient/records/${id}/versions`);
  await expect(patient.locator("ins")).toContainText("Sunday");
  await expect(patient.locator("del")).toContainText("Monday");
  await patient.getByText("Read version 1 as a whole").click();
  await expect(patient.getByText("Fever since Monday", { exact: true })).toBeVisible();

  await doctor.goto(`/doctor/records/${id}`);
  await openDetails(doctor, "Entered in error");
  await doctor.getByLabel("What is wrong with it?").fill("Written about somebody else");
  await doctor.getByRole("button", { name: "Retract the record" }).click();
  await expect(doctor.getByText("The record is marked as entered in error.")).toBeVisible();
  await patient.goto(`/patient/records/${id}`);
  await expect(patient.getByText(/Entered in error, retracted on/)).toBeVisible();
  await expect(patient.getByText("Written about somebody else")).toBeVisible();
});

test("a file hangs on a record: what it is counts, and it comes back as a harmless download", async ({
  signedIn,
}) => {
  const doctor = await signedIn("doctor1");
  await searchList(doctor, "/doctor/patients", "Olivia");
  await doctor.getByRole("link", { name: "Olivia Bennett" }).click();
  await doctor.getByRole("link", { name: "Essential hypertension, newly diagnosed" }).click();
  const attach = async (name: string, content: Buffer) => {
    await doctor
      .getByLabel("Attach a file")
      .setInputFiles({ name, mimeType: "application/pdf", buffer: content });
    await doctor.getByRole("button", { name: "Attach", exact: true }).click();
  };
  await attach("report.pdf", Buffer.from("<script>alert(1)</script>"));
  await expect(doctor.getByText("Only PDF, JPEG and PNG files can be attached.")).toBeVisible();
  await attach("nothing.pdf", Buffer.alloc(0));
  await expect(doctor.getByText("This file is empty.")).toBeVisible();
  await expect(doctor.getByLabel("Attach a file")).toHaveAccessibleDescription(
    /This file is empty/,
  );
  await attach("../../ECG report.pdf", PDF);
  await expect(doctor.getByText("The file is attached.")).toBeVisible();
  const href =
    (await doctor.getByRole("link", { name: "ECG report.pdf" }).getAttribute("href")) ?? "";

  const patient = await signedIn("patient1");
  const answer = await patient.request.get(href);
  expect(answer.status()).toBe(200);
  expect(await answer.body()).toEqual(PDF);
  expect(answer.headers()).toMatchObject({
    "content-type": "application/pdf",
    "content-disposition": `attachment; filename="ECG report.pdf"; filename*=UTF-8''ECG%20report.pdf`,
    "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
  });
  for (const other of ["patient2", "doctor2"]) {
    const stranger = await signedIn(other);
    expect((await stranger.request.get(href)).status()).toBe(404);
  }
  await doctor.getByRole("button", { name: "Take off" }).click();
  await expect(doctor.getByText("The file is taken off.")).toBeVisible();
  expect((await patient.request.get(href)).status()).toBe(404);
});

test("a doctor opens a patient's records in an emergency, and the patient sees it", async ({
  signedIn,
}) => {
  const patient = await signedIn("patient1");
  // In no other test a stranger to patient1: the access lasts an hour.
  const doctor = await signedIn("doctor10");
  await doctor.goto("/doctor/emergency");
  await doctor.getByLabel("Full name").fill("Olivia Bennet");
  await doctor.getByLabel("Date of birth").fill("1979-04-12");
  await doctor.getByLabel("Why is this an emergency?").fill("Unconscious in the waiting room");
  await doctor.getByRole("button", { name: "Open the records" }).click();
  await expect(
    doctor.getByText("Nobody of exactly this name was born on this day.").first(),
  ).toBeVisible();
  await expect(doctor.getByLabel("Why is this an emergency?")).toHaveValue(
    "Unconscious in the waiting room",
  );
  await doctor.getByLabel("Full name").fill("olivia bennett");
  await doctor.getByRole("button", { name: "Open the records" }).click();
  await expect(doctor.getByText(/Emergency access until/)).toBeVisible();
  await expect(doctor.getByRole("heading", { level: 1 })).toHaveText("Olivia Bennett");
  await expect(doctor.getByRole("link", { name: "Write a record" })).toHaveCount(0);

  await patient.goto("/patient/access");
  await expect(patient.getByText("Opened an emergency access").first()).toBeVisible();
  await expect(patient.getByText("“Unconscious in the waiting room”").first()).toBeVisible();
});
