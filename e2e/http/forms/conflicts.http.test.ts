import { expect, test } from "vitest";
import { chooseTime, sendRequest } from "../../support/forms/booking.ts";
import { FormPage } from "../../support/forms/form-page.ts";
import { demoEmail, DEMO_PASSWORD } from "../../support/people.ts";

// What two users do at once, and what is typed meanwhile, without JavaScript.

const DOCTOR = "doctor8";

test("two patients want one time: the second loses nothing typed", async () => {
  const first = await FormPage.signedIn("patient35");
  const second = await FormPage.signedIn("patient36");
  await chooseTime(first, DOCTOR, 0);
  await chooseTime(second, DOCTOR, 0);
  await sendRequest(first, "I was first");

  const reason = "A long story that I do not want to type twice";
  await second.fill("Reason for the visit", reason).press("Send the request");
  expect(second.text()).toContain("Another patient has just taken this time.");
  expect(second.value("Reason for the visit")).toBe(reason);
  await second.press(/\d\d:\d\d/, second.part("[role=alert]", "just taken"));
  expect(second.text()).toContain("Your request is with the doctor.");
  expect(second.text()).toContain(reason);
});

test("a form that is sent twice books once", async () => {
  const patient = await FormPage.signedIn("patient15");
  await chooseTime(patient, DOCTOR, 6);
  const reason = "Sent twice without JavaScript";
  const { path, init } = patient.fill("Reason for the visit", reason).request("Send the request");
  await Promise.all([patient.browser.send(path, init), patient.browser.send(path, init)]);
  await patient.open("/patient");
  const visits = patient.all("article").filter((each) => patient.text(each).includes(reason));
  expect(visits).toHaveLength(1);
});

test("an answer to a request that has changed meanwhile is refused", async () => {
  const doctor = await FormPage.signedIn(DOCTOR);
  const patient = await FormPage.signedIn("patient37");
  await chooseTime(patient, DOCTOR, 9);
  const id = await sendRequest(patient, "Stale");
  await doctor.open(`/doctor/appointments/${id}`);

  await patient.follow("Move");
  await patient.open(patient.all("a.slot")[3]?.getAttribute("href") ?? "");
  await patient.press("Move the visit");
  expect(patient.text()).toContain("The visit has been moved.");

  await doctor.press("Approve");
  expect(doctor.text()).toContain("has changed since you opened the page");
  await doctor.open(doctor.path);
  await doctor.press("Approve");
  expect(doctor.text()).toContain("Approved. The patient sees it now.");
});

test("an answer to a request that is withdrawn is said to be too late", async () => {
  const doctor = await FormPage.signedIn(DOCTOR);
  const patient = await FormPage.signedIn("patient39");
  // Far enough ahead to be withdrawn by the patient.
  await chooseTime(patient, DOCTOR, 18);
  const reason = "Too late without JavaScript";
  await sendRequest(patient, reason);
  await doctor.open("/doctor");
  await patient.press("Withdraw the request");
  expect(patient.text()).toContain("Its time is free again.");

  await doctor.press("Approve", doctor.part("article", reason));
  expect(doctor.text()).toContain("so nothing was done");
  expect(doctor.has("Canceled")).toBe(true);
});

test("a session that ends leads to the sign-in and back", async () => {
  const patient = await FormPage.signedIn("patient39", { ownSession: true });
  await chooseTime(patient, DOCTOR, 12);
  patient.fill("Reason for the visit", "Typed before the end");
  // The browser still has the cookie of a session that the server no longer knows.
  const [session = ""] = [...patient.browser.cookies.keys()].filter((name) =>
    name.endsWith(".session"),
  );
  patient.browser.cookies.set(session, "ended");
  await patient.press("Send the request");
  expect(patient.path).toMatch(/^\/sign-in\?callbackUrl=/);
  expect(patient.text()).toContain("You have been signed out");
  expect((await new FormPage().open("/sign-in")).text()).not.toContain("You have been signed out");
  await patient
    .fill("email", demoEmail("patient39"))
    .fill("password", DEMO_PASSWORD)
    .press("Sign in");
  expect(patient.offers("Send the request")).toBe(true);
});
