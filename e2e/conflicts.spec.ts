import { chooseTime, openDetails, sendRequest } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { expect, takenOver, test } from "./support/browser/test.ts";

test("two patients want one time: the second loses nothing typed", async ({ signedIn }) => {
  const first = await signedIn("patient33");
  const second = await signedIn("patient34");
  const { path } = await findDoctor("doctor7");
  await chooseTime(first, path, 0);
  await chooseTime(second, path, 0);
  await sendRequest(first, "I was first");

  const reason = second.getByLabel("Reason for the visit");
  await reason.fill("A long story that I do not want to type twice");
  await second.getByRole("button", { name: "Send the request" }).click();
  await expect(second.getByText("Somebody else has just taken this time.")).toBeVisible();
  await expect(reason).toHaveValue("A long story that I do not want to type twice");

  await second
    .getByRole("alert")
    .getByRole("button")
    .filter({ hasText: /\d\d:\d\d/ })
    .first()
    .click();
  await expect(second.getByText("Your request is with the doctor.")).toBeVisible();
  await expect(second.getByText("A long story that I do not want to type twice")).toBeVisible();
});

test("a form that is sent twice books once", async ({ signedIn }) => {
  const patient = await signedIn("patient13");
  const { path } = await findDoctor("doctor7");
  await chooseTime(patient, path, 6);
  const reason = "Sent twice";
  await patient.getByLabel("Reason for the visit").fill(reason);
  await patient.getByRole("button", { name: "Send the request" }).dblclick();
  await expect(patient.getByText("Your request is with the doctor.")).toBeVisible();
  await patient.goto("/patient");
  await expect(patient.getByRole("article").filter({ hasText: reason })).toHaveCount(1);
});

test("an answer to a request that has changed meanwhile is refused", async ({ signedIn }) => {
  const doctor = await signedIn("doctor9");
  const patient = await signedIn("patient37");
  const { path } = await findDoctor("doctor9");
  await chooseTime(patient, path, 0);
  const id = await sendRequest(patient, "Stale");
  await doctor.goto(`/doctor/appointments/${id}`);

  await patient.getByRole("link", { name: "Move", exact: true }).click();
  await patient.locator("a.slot:visible").nth(3).click();
  await patient.getByRole("button", { name: "Move the visit" }).click();
  await expect(patient.getByText("The visit has been moved.")).toBeVisible();

  await doctor.getByRole("button", { name: "Approve" }).click();
  await expect(doctor.getByText("has changed since you opened the page")).toBeVisible();
  await doctor.reload();
  await doctor.getByRole("button", { name: "Approve" }).click();
  await expect(doctor.getByText("Approved. The patient sees it now.")).toBeVisible();
});

test("an answer to a request that is withdrawn is said to be too late", async ({ signedIn }) => {
  const doctor = await signedIn("doctor9");
  const patient = await signedIn("patient36");
  const { path } = await findDoctor("doctor9");
  // Far enough ahead to be withdrawn by the patient.
  await chooseTime(patient, path, 18);
  const reason = "Too late";
  await sendRequest(patient, reason);
  await doctor.goto("/doctor");
  const card = doctor.getByRole("article").filter({ hasText: reason });
  await expect(card).toBeVisible();
  await openDetails(patient, "Withdraw the request");
  await patient.getByRole("button", { name: "Withdraw the request" }).click();
  await expect(patient.getByText("Its time is free again.")).toBeVisible();

  await card.getByRole("button", { name: "Approve" }).click();
  await expect(doctor.getByText("so nothing was done")).toBeVisible();
  await expect(doctor.getByText("Canceled", { exact: true }).first()).toBeVisible();
});

test("a session that ends while a patient types loses no word", async ({ signedIn }) => {
  const patient = await signedIn("patient38");
  const { path } = await findDoctor("doctor10");
  await chooseTime(patient, path, 0);
  await takenOver(patient, "Send the request");
  await patient.getByLabel("Reason for the visit").fill("Typed before the end");
  await patient.context().clearCookies();
  await patient.getByRole("button", { name: "Send the request" }).click();
  await expect(patient.getByText("You have been signed out.")).toBeVisible();
  await expect(patient.getByLabel("Reason for the visit")).toHaveValue("Typed before the end");
});
