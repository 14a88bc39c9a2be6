import {
  chooseTime,
  findDoctor,
  openDetails,
  openFreeWeek,
  sendRequest,
} from "./support/booking.ts";
import { expect, test } from "./support/test.ts";

// The whole job, by three people in three browsers: a patient books, the doctor answers, the admin
// sees it. Every step must work without JavaScript too.
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

    const { name, path } = await findDoctor(doctor, patient);
    await chooseTime(patient, path, 1, patientName);
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

  test(`a visit is moved, declined with a reason, booked again and withdrawn, ${how}`, async ({
    visitor,
    signedIn,
  }) => {
    const doctor = await signedIn(doctorName.replace(/\d/, javaScript ? "5" : "6"), { javaScript });
    const patient = await visitor({ javaScript });
    const { path } = await findDoctor(doctor, patient);
    await chooseTime(patient, path, 0, patientName.replace("3", "2"));
    const id = await sendRequest(patient, "Knee");

    await patient.getByRole("link", { name: "Move", exact: true }).click();
    await expect(patient.getByText("Now:")).toBeVisible();
    await patient.locator("a.slot:visible").nth(2).click();
    await patient.getByRole("button", { name: "Move the visit" }).click();
    await expect(patient.getByText("The visit has been moved.")).toBeVisible();
    await expect(patient.getByText("Moved", { exact: true })).toBeVisible();

    await doctor.goto(`/doctor/appointments/${id}`);
    await doctor.getByText("Decline", { exact: true }).first().click();
    // An answer without a reason is refused, and says so.
    await doctor.getByLabel("Why? The patient reads this.").fill("   ");
    await doctor.getByRole("button", { name: "Decline" }).click();
    await expect(doctor.getByText("This is needed.").first()).toBeVisible();
    await doctor.getByText("Decline", { exact: true }).first().click({ trial: true });
    await openDetails(doctor, "Decline");
    await doctor.getByLabel("Why? The patient reads this.").fill("Please see an orthopedist.");
    await doctor.getByRole("button", { name: "Decline" }).click();
    await expect(doctor.getByText("Declined. The patient sees your reason.")).toBeVisible();

    await patient.goto(`/patient/appointments/${id}`);
    await expect(patient.getByText("Please see an orthopedist.").first()).toBeVisible();
    await patient.getByRole("link", { name: /^Book again with/ }).click();

    const times = await openFreeWeek(patient, path);
    await times.nth(4).click();
    await sendRequest(patient, "Knee, again");
    await openDetails(patient, "Withdraw the request");
    await patient.getByRole("button", { name: "Withdraw the request" }).click();
    await expect(patient.getByText("Canceled. Its time is free again.")).toBeVisible();
    await expect(patient.getByText("Canceled", { exact: true }).first()).toBeVisible();
  });
}
