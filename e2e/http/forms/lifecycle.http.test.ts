import { expect, test } from "vitest";
import { chooseTime, openFreeWeek, sendRequest } from "../../support/forms/booking.ts";
import { findDoctor } from "../../support/doctors.ts";
import { FormPage } from "../../support/forms/form-page.ts";

const DOCTOR = "doctor4";

test("a visit is moved, declined with a reason, booked again and withdrawn, without JavaScript", async () => {
  const doctor = await FormPage.signedIn(DOCTOR);
  const patient = await FormPage.signedIn("patient22");
  await chooseTime(patient, DOCTOR, 0);
  const id = await sendRequest(patient, "Knee");

  await patient.follow("Move");
  expect(patient.text()).toContain("Now:");
  await patient.open(patient.all("a.slot")[2]?.getAttribute("href") ?? "");
  await patient.press("Move the visit");
  expect(patient.text()).toContain("The visit has been moved.");
  expect(patient.has("Moved")).toBe(true);

  // An answer without a reason is refused, and says so.
  await doctor.open(`/doctor/appointments/${id}`);
  await doctor.fill("Why? The patient reads this.", "   ").press("Decline");
  expect(doctor.text()).toContain("This is needed.");
  await doctor.fill("Why? The patient reads this.", "Please see an orthopedist.").press("Decline");
  expect(doctor.text()).toContain("Declined. The patient sees your reason.");

  await patient.open(`/patient/appointments/${id}`);
  expect(patient.text()).toContain("Please see an orthopedist.");
  await patient.follow(/^Book again with/);
  const times = await openFreeWeek(patient, DOCTOR);
  await patient.open(times[4]?.getAttribute("href") ?? "");
  await sendRequest(patient, "Knee, again");
  await patient.press("Withdraw the request");
  expect(patient.text()).toContain("Canceled. Its time is free again.");
  expect(patient.has("Canceled")).toBe(true);
});

test("the doctor proposes two other times and the patient takes one, without JavaScript", async () => {
  const doctor = await FormPage.signedIn(DOCTOR);
  const patient = await FormPage.signedIn("patient12");
  await chooseTime(patient, DOCTOR, 8);
  const reason = "Any day will do, without JavaScript";
  const id = await sendRequest(patient, reason);

  await doctor.open("/doctor");
  await doctor.follow("Propose other times", doctor.part("article", reason));
  const choose = async (nth: number, chosen: number) => {
    const slots = doctor.all("a.slot:not([aria-current])");
    await doctor.open(slots[nth]?.getAttribute("href") ?? "");
    expect(doctor.text()).toContain(`${chosen} of 3 times chosen`);
  };
  expect(doctor.text()).toContain("0 of 3 times chosen");
  await choose(1, 1);
  await doctor.follow("Next week");
  await choose(2, 2);
  await choose(4, 3);
  await doctor.open(doctor.all('a[aria-label^="Remove:"]').at(-1)?.getAttribute("href") ?? "");
  expect(doctor.text()).toContain("2 of 3 times chosen");
  await doctor
    .fill("A few words to the patient", "I am away on that day.")
    .press("Send the proposal");
  expect(doctor.text()).toContain("Your proposal is with the patient.");
  await doctor.open("/doctor");
  const waiting = doctor.part("section", "Waiting for the patient's answer");
  expect(doctor.text(waiting)).toContain(reason);

  await patient.open("/patient");
  const offer = patient.part("article", reason);
  expect(patient.text(offer)).toContain("The practice offers other times");
  expect(patient.all('button[aria-label^="Take this time"]', offer)).toHaveLength(2);
  await patient.follow("None of these suits me", offer);
  expect(patient.text()).toContain("I am away on that day.");
  expect(patient.offers("Ask for another time")).toBe(true);
  const taken = patient.all('button[aria-label^="Take this time"]').at(-1);
  const name = taken?.getAttribute("aria-label") ?? "";
  await patient.press(name);
  expect(patient.text()).toContain("Your visit is booked.");
  expect(patient.text()).toContain("A proposed time accepted");

  await doctor.open(`/doctor/appointments/${id}`);
  expect(doctor.has("Confirmed")).toBe(true);
  expect(doctor.text()).toContain(name.replace("Take this time: ", ""));
});

test("a proposed time is held for the patient until the answer", async () => {
  const doctor = await FormPage.signedIn(DOCTOR);
  const patient = await FormPage.signedIn("patient13");
  const other = await FormPage.signedIn("patient14");
  const { path } = await findDoctor(DOCTOR);
  // The other one looks at the booking form of a time that is proposed meanwhile.
  await chooseTime(other, DOCTOR, 12);
  const wanted = new URLSearchParams(other.path.split("?")[1]).get("startsAt") ?? "";
  await chooseTime(patient, DOCTOR, 11);
  const id = await sendRequest(patient, "Hold this for me");

  await doctor.open(`/doctor/appointments/${id}/propose?chosen=${encodeURIComponent(wanted)}`);
  await doctor.press("Send the proposal");
  expect(doctor.text()).toContain("Your proposal is with the patient.");
  await other.press("Send the request");
  expect(other.text()).toContain("Another patient has just taken this time.");

  await doctor.fill("Why? The patient reads this.", "I change my mind.").press("Decline");
  expect(doctor.text()).toContain("Declined. The patient sees your reason.");
  const doctorId = path.split("/").at(-1) ?? "";
  await other.open(`/patient/book?doctor=${doctorId}&startsAt=${encodeURIComponent(wanted)}`);
  await sendRequest(other, "Free again");
});
