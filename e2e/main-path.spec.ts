import { chooseTime, searchDoctor, sendRequest } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { demoEmail } from "./support/people.ts";
import { expect, test } from "./support/browser/test.ts";

// The main path, by three users in three browsers, with JavaScript and without: a patient chooses a time,
// signs in and books, the doctor answers, the admin sees it.
for (const { javaScript, doctorName, patientName } of [
  { javaScript: true, doctorName: "doctor3", patientName: "patient31" },
  { javaScript: false, doctorName: "doctor4", patientName: "patient32" },
]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`a patient books, the doctor approves, the admin sees it, ${how}`, async ({
    visitor,
    signedIn,
  }) => {
    const doctor = await signedIn(doctorName, { javaScript });
    const admin = await signedIn("admin", { javaScript });
    const patient = await visitor({ javaScript });

    const { name } = await findDoctor(doctorName);
    const path = await searchDoctor(patient, name);
    await chooseTime(patient, path, 1, demoEmail(patientName));
    const reason = `Dizzy in the morning, ${how}`;
    const id = await sendRequest(patient, reason);
    await expect(patient.getByText("Awaiting approval")).toBeVisible();
    await expect(patient.getByText(reason)).toBeVisible();

    await doctor.goto("/doctor");
    const card = doctor.getByRole("article").filter({ hasText: reason });
    await card.getByRole("button", { name: "Approve" }).click();
    await expect(doctor.getByText("Approved. The patient sees it now.")).toBeVisible();
    await expect(doctor.getByText("Confirmed", { exact: true })).toBeVisible();

    await patient.goto("/patient");
    const visit = patient.getByRole("article").filter({ hasText: reason });
    await expect(visit.getByText("Confirmed", { exact: true })).toBeVisible();

    await admin.goto("/admin/appointments");
    await admin.getByLabel("Status").selectOption("confirmed");
    await admin.getByLabel("Doctor").selectOption({ label: name });
    await admin.getByRole("button", { name: "Filter" }).click();
    const row = admin.locator(`a[href$="${id}"]`);
    await expect(row).toBeVisible();
    await row.click();
    await expect(admin.getByText(reason)).toBeVisible();
    await expect(admin.getByText(`by ${name}`)).toBeVisible();
  });
}
