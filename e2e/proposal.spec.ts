import { chooseTime, openFreeWeek, sendRequest } from "./support/browser/booking.ts";
import { findDoctor } from "./support/doctors.ts";
import { expect, test } from "./support/browser/test.ts";

test("the doctor proposes two other times and the patient takes one", async ({ signedIn }) => {
  const doctor = await signedIn("doctor3");
  const patient = await signedIn("patient11");
  const { path } = await findDoctor("doctor3");
  await chooseTime(patient, path, 3);
  const reason = "Any day will do";
  const id = await sendRequest(patient, reason);

  await doctor.goto("/doctor");
  const card = doctor.getByRole("article").filter({ hasText: reason });
  await card.getByRole("link", { name: "Propose other times" }).click();
  await expect(doctor.getByText("0 of 3 times chosen")).toBeVisible();
  await doctor.locator("a.slot:visible").nth(1).click();
  await expect(doctor.getByText("1 of 3 times chosen")).toBeVisible();
  await doctor.getByRole("link", { name: "Next week" }).click();
  await doctor.waitForURL(/[?&]day=/);
  await doctor.locator("a.slot:visible").nth(2).click();
  await expect(doctor.getByText("2 of 3 times chosen")).toBeVisible();
  await doctor.locator("a.slot:visible:not([aria-current])").nth(4).click();
  await expect(doctor.getByText("3 of 3 times chosen")).toBeVisible();
  await doctor
    .getByRole("link", { name: /^Remove:/ })
    .last()
    .click();
  await expect(doctor.getByText("2 of 3 times chosen")).toBeVisible();
  await doctor.getByLabel("A few words to the patient").fill("I am away on that day.");
  await doctor.getByRole("button", { name: "Send the proposal" }).click();
  await expect(doctor.getByText("Your proposal is with the patient.")).toBeVisible();
  await doctor.goto("/doctor");
  const waiting = doctor.getByRole("region", { name: "Waiting for the patient's answer" });
  await expect(waiting.getByText(reason)).toBeVisible();

  await patient.goto("/patient");
  const offer = patient.getByRole("article").filter({ hasText: reason });
  await expect(offer.getByText("The practice offers other times")).toBeVisible();
  await expect(offer.getByRole("button", { name: /^Take this time/ })).toHaveCount(2);
  await offer.getByRole("link", { name: "None of these suits me" }).click();
  await expect(patient.getByText("I am away on that day.").first()).toBeVisible();
  await expect(patient.getByRole("link", { name: "Ask for another time" })).toBeVisible();
  const second = patient.getByRole("button", { name: /^Take this time/ }).last();
  const taken = (await second.getAttribute("aria-label")) ?? "";
  await second.click();
  await expect(patient.getByText("Your visit is booked.")).toBeVisible();
  await expect(patient.getByText("A proposed time accepted")).toBeVisible();

  await doctor.goto(`/doctor/appointments/${id}`);
  await expect(doctor.getByText("Confirmed", { exact: true })).toBeVisible();
  const when = taken.replace("Take this time: ", "");
  await expect(doctor.getByRole("main").getByText(when).first()).toBeVisible();
  // The other proposed time is free again.
  const times = await openFreeWeek(patient, path);
  await expect(times.first()).toBeVisible();
});

test("a proposed time is held for the patient until the answer", async ({ signedIn }) => {
  const doctor = await signedIn("doctor9");
  const patient = await signedIn("patient13");
  const other = await signedIn("patient14");
  const { path } = await findDoctor("doctor9");
  // The other one looks at the booking form of a time that is proposed meanwhile.
  await chooseTime(other, path, 8);
  const wanted = new URL(other.url()).searchParams.get("startsAt") ?? "";
  await chooseTime(patient, path, 7);
  const id = await sendRequest(patient, "Hold this for me");

  await doctor.goto(`/doctor/appointments/${id}/propose?chosen=${encodeURIComponent(wanted)}`);
  await doctor.getByRole("button", { name: "Send the proposal" }).click();
  await expect(doctor.getByText("Your proposal is with the patient.")).toBeVisible();

  await other.getByRole("button", { name: "Send the request" }).click();
  await expect(other.getByText("Somebody else has just taken this time.")).toBeVisible();

  await doctor.getByText("Decline", { exact: true }).first().click();
  await doctor.getByLabel("Why? The patient reads this.").fill("I change my mind.");
  await doctor.getByRole("button", { name: "Decline" }).click();
  await expect(doctor.getByText("Declined. The patient sees your reason.")).toBeVisible();
  await other.goto(`/patient/book?doctor=${path.split("/").at(-1) ?? ""}&startsAt=${wanted}`);
  await sendRequest(other, "Free again");
});
