import { chooseTime, findDoctor, openDetails, sendRequest } from "./support/booking.ts";
import { demoEmail, submitSignIn } from "./support/people.ts";
import { expect, takenOver, test } from "./support/test.ts";

for (const { javaScript, doctorName, patients } of [
  { javaScript: true, doctorName: "doctor7", patients: ["patient33", "patient34"] },
  { javaScript: false, doctorName: "doctor8", patients: ["patient35", "patient36"] },
]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`two patients want one time: the second loses nothing typed, ${how}`, async ({
    visitor,
    signedIn,
  }) => {
    const doctor = await signedIn(doctorName, { javaScript });
    const first = await visitor({ javaScript });
    const second = await visitor({ javaScript });
    const { path } = await findDoctor(doctor, first);
    await chooseTime(first, path, 0, patients[0]);
    await chooseTime(second, path, 0, patients[1]);
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

  test(`a form that is sent twice books once, ${how}`, async ({ visitor, signedIn }) => {
    const doctor = await signedIn(doctorName, { javaScript });
    const patient = await visitor({ javaScript });
    const { path } = await findDoctor(doctor, patient);
    await chooseTime(patient, path, 6, patients[0]?.replace("3", "1"));
    const reason = `Sent twice ${how}`;
    await patient.getByLabel("Reason for the visit").fill(reason);
    await patient.getByRole("button", { name: "Send the request" }).dblclick();
    await expect(patient.getByText("Your request is with the doctor.")).toBeVisible();
    await patient.goto("/patient");
    await expect(patient.getByRole("article").filter({ hasText: reason })).toHaveCount(1);
  });
}

test("an answer to a request that has changed meanwhile is refused", async ({
  visitor,
  signedIn,
}) => {
  const doctor = await signedIn("doctor9");
  const patient = await visitor();
  const { path } = await findDoctor(doctor, patient);
  await chooseTime(patient, path, 0, "patient37");
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

for (const javaScript of [true, false]) {
  const how = javaScript ? "with JavaScript" : "without JavaScript";

  test(`an answer to a request that is withdrawn is said to be too late, ${how}`, async ({
    visitor,
    signedIn,
  }) => {
    const doctor = await signedIn(javaScript ? "doctor9" : "doctor7", { javaScript });
    const patient = await visitor({ javaScript });
    const { path } = await findDoctor(doctor, patient);
    // Far enough ahead to be withdrawn by the patient.
    await chooseTime(patient, path, 18, javaScript ? "patient36" : "patient35");
    const reason = `Too late ${how}`;
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
}

test("without JavaScript, a session that ends leads to the sign-in and back", async ({
  visitor,
  signedIn,
}) => {
  const doctor = await signedIn("doctor10");
  const patient = await visitor({ javaScript: false });
  const { path } = await findDoctor(doctor, patient);
  await chooseTime(patient, path, 12, "patient39");
  await patient.getByLabel("Reason for the visit").fill("Typed before the end");
  await patient.context().clearCookies();
  await patient.getByRole("button", { name: "Send the request" }).click();
  await expect(patient).toHaveURL(/\/sign-in\?callbackUrl=/);
  await submitSignIn(patient, demoEmail("patient39"));
  await expect(patient.getByRole("button", { name: "Send the request" })).toBeVisible();
});

test("a session that ends while somebody types costs no word", async ({ visitor, signedIn }) => {
  const doctor = await signedIn("doctor10");
  const patient = await visitor();
  const { path } = await findDoctor(doctor, patient);
  await chooseTime(patient, path, 0, "patient38");
  await takenOver(patient, "Send the request");
  await patient.getByLabel("Reason for the visit").fill("Typed before the end");
  await patient.context().clearCookies();
  await patient.getByRole("button", { name: "Send the request" }).click();
  await expect(patient.getByText("You have been signed out.")).toBeVisible();
  await expect(patient.getByLabel("Reason for the visit")).toHaveValue("Typed before the end");
});
