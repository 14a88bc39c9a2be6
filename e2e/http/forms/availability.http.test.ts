import { expect, test } from "vitest";
import { chooseTime, sendRequest } from "../../support/forms/booking.ts";
import { FormPage } from "../../support/forms/form-page.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

// No other test uses doctor12's hours.
test("hours are changed and the visits outside of them moved, without JavaScript", async () => {
  const doctor = await FormPage.signedIn("doctor12");
  const patient = await FormPage.signedIn("patient29");
  await chooseTime(patient, "doctor12", 0);
  await sendRequest(patient, "Before the hours change");
  const before = /\w{3}, \d+ \w+ \d{4}, \d\d:\d\d–\d\d:\d\d/.exec(patient.text())?.[0] ?? "";

  await doctor.open("/doctor/availability");
  const weekday = 1 + DAYS.findIndex((name) => before.startsWith(name));
  const section = doctor.part(`section[aria-labelledby="day-${weekday}"]`);
  for (const time of doctor.all("input[type=time]", section)) {
    doctor.fill(time.getAttribute("name") ?? "", "", section);
  }
  await doctor.press("Save the weekly hours");
  expect(doctor.text()).toContain("Nothing has changed yet.");
  // The patient's name is known to the doctor from the appointment.
  const anchor = doctor.href(before, doctor.part("[role=alert]", before));
  const question = doctor.part(`fieldset[id="${anchor.slice(1)}"]`, before);
  expect(doctor.checked("Keep it as it is", question)).toBe(true);
  await doctor
    .check(/^Move it to/, question)
    .fill("What patients are told", "I am at the other practice that day.")
    .press("Save the weekly hours");
  expect(doctor.text()).toContain("The weekly hours are saved.");

  await patient.open(patient.path);
  expect(patient.has("Moved")).toBe(true);
  expect(patient.text()).toContain("I am at the other practice that day.");
  expect(patient.text()).not.toContain(`${before} `);
});
