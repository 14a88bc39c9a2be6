import { expect, test } from "vitest";
import { dayAhead, findDoctor } from "../../support/doctors.ts";
import { patientName } from "../../support/patients.ts";
import { chooseTime, sendRequest } from "../../support/forms/booking.ts";
import { FormPage } from "../../support/forms/form-page.ts";

test("staff adds a visit for a patient, without JavaScript", async () => {
  const { name } = await findDoctor("doctor11");
  const patient = await patientName("patient31");
  const admin = await FormPage.signedIn("admin");
  await admin.open("/admin/appointments");
  await admin.follow("Add a visit");
  await admin.fill("Patient's name", patient.slice(2).toUpperCase()).press("Search");
  await admin.follow(patient);
  await admin.choose("Doctor", name).press("Continue");
  await admin.press("Continue");
  expect(admin.path).toContain("visitType=");
  await admin.open(`${admin.path}&day=${dayAhead(10)}`);
  await admin.open(admin.all("a.slot")[5]?.getAttribute("href") ?? "");
  await admin.fill("Reason for the visit", "Called by phone").press("Send the request");
  expect(admin.text()).toContain("The request is with the doctor.");
  expect(admin.text()).toContain("by the administration");

  // The doctor adds another one, before the hours begin: once they treat the patient.
  const doctor = await FormPage.signedIn("doctor11");
  const request = admin.path.replace("/admin/", "/doctor/");
  await doctor.open("/doctor/book");
  await doctor.fill("Patient's name", patient).press("Search");
  expect(doctor.text()).toContain("No patient found");
  await doctor.open(request);
  await doctor.press("Approve");
  await doctor.open(request);
  await doctor.follow("Move");
  const day = doctor.value("day");
  await doctor.open("/doctor/book");
  await doctor.fill("Patient's name", patient).press("Search");
  await doctor.follow(patient);
  await doctor.press("Continue");
  await doctor.fill("day", day).fill("time", "05:10").press("Look at this time");
  expect(doctor.text()).toMatch(/does not work at this time/);
  await doctor.fill("Why do you overbook?", "Before my flight").press("Overbook deliberately");
  expect(doctor.text()).toContain("The visit is booked, and the patient sees it.");
  expect(doctor.has("Overbooked")).toBe(true);
  expect(
    doctor
      .all("dd")
      .map((each) => doctor.text(each))
      .join(),
  ).toContain("Before my flight");
});

test("an admin moves a visit on top of another, with a reason that the practice reads", async () => {
  const doctor = await FormPage.signedIn("doctor7");
  const admin = await FormPage.signedIn("admin");
  const first = await FormPage.signedIn("patient17");
  const second = await FormPage.signedIn("patient18");
  await chooseTime(first, "doctor7", 12);
  const stays = await sendRequest(first, "I stay where I am");
  await chooseTime(second, "doctor7", 14);
  const moves = await sendRequest(second, "Move me if you must");

  await admin.open(`/admin/appointments/${stays}`);
  await admin.follow("Move");
  const [day, time] = [admin.value("day"), admin.value("time")];
  await admin.open(`/admin/appointments/${moves}/move`);
  await admin.fill("day", day).fill("time", time).press("Look at this time");
  expect(admin.text()).toContain("This time is taken already.");
  expect(admin.text()).toContain("The nearest free times:");
  await admin.fill("Why do you overbook?", "   ").press("Overbook deliberately");
  expect(admin.text()).toContain("This is needed.");
  await admin.fill("Why do you overbook?", "An emergency").press("Overbook deliberately");
  expect(admin.text()).toContain("The visit has been moved.");
  expect(admin.has("Overbooked")).toBe(true);

  await doctor.open(`/doctor/appointments/${moves}`);
  expect(doctor.has("Overbooked")).toBe(true);
  expect(doctor.text(doctor.part("blockquote"))).toContain("An emergency");
  await second.open(`/patient/appointments/${moves}`);
  expect(second.has("Fitted in")).toBe(true);
  expect(second.text()).not.toContain("An emergency");
  await first.open(`/patient/appointments/${stays}`);
  expect(first.text()).not.toContain("Overbooked");
});
