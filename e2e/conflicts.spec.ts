import { chooseTime, sendRequest } from "./support/browser/booking.ts";
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
  await expect(second.getByText("Another patient has just taken this time.")).toBeVisible();
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
