import { expect, test } from "vitest";
import { answered, clientOf } from "../../support/api/client.ts";
import { dayAhead, findDoctor } from "../../support/doctors.ts";
import { FormPage } from "../../support/forms/form-page.ts";

const DOCTOR = "doctor4";

/** A demo patient that the doctor does not treat, of those that no other test takes. */
async function findStranger(): Promise<{ account: string; id: string }> {
  const doctor = await clientOf(DOCTOR);
  for (const account of ["patient4", "patient5", "patient6", "patient7", "patient9"]) {
    const { patientId } = answered(await (await clientOf(account)).GET("/me"));
    const params = { path: { id: patientId ?? "" } };
    const { response } = await doctor.GET("/patients/{id}", { params });
    if (response.status === 404) return { account, id: patientId ?? "" };
  }
  throw new Error(`${DOCTOR} treats all of them`);
}

/** The page on which the doctor overbooks a patient, at a time that the page asks about. */
async function askToOverbook(patient: string, time: string): Promise<FormPage> {
  const page = await FormPage.signedIn(DOCTOR);
  await page.open(`/doctor/book?patient=${patient}`);
  await page.press("Continue");
  await page.fill("day", dayAhead(9)).fill("time", time).press("Look at this time");
  return page.fill("Why do you overbook?", "Asked by phone");
}

test("a doctor overbooks only patients they treat, and begins no care by it", async () => {
  const [doctor, { id: doctorId }] = [await clientOf(DOCTOR), await findDoctor(DOCTOR)];
  const { account, id: patientId } = await findStranger();
  const patient = await clientOf(account);
  const { items } = answered(await doctor.GET("/patients", { params: { query: { limit: 1 } } }));
  const booked = async () =>
    answered(
      await patient.GET("/appointments", { params: { query: { doctor: doctorId, limit: 100 } } }),
    ).items.length;
  const before = await booked();

  // By the address, by another patient's form, and by the API.
  const page = await FormPage.signedIn(DOCTOR);
  expect((await page.open(`/doctor/book?patient=${patientId}`)).status).toBe(404);
  const form = await askToOverbook(items[0]?.id ?? "", "04:10");
  const { path, init } = form.request("Overbook deliberately");
  (init.body as FormData).set("patientId", patientId);
  const answer = await form.browser.send(path, init);
  expect(await answer.text()).toContain("This no longer exists, or is not yours.");
  const posted = await doctor.POST("/appointments", {
    body: { doctorId, patientId, startsAt: `${dayAhead(9)}T05:40:00Z`, overbookReason: "x" },
  });
  expect([403, 404]).toContain(posted.response.status);
  expect(await booked()).toBe(before);

  // The patient asks, the doctor approves and adds another one, and the patient cancels theirs.
  const days = { from: dayAhead(9), to: dayAhead(10) };
  const { slots } = answered(
    await doctor.GET("/doctors/{id}/slots", { params: { path: { id: doctorId }, query: days } }),
  );
  const body = { doctorId, startsAt: slots.at(-1)?.startsAt ?? "" };
  const { id } = answered(await patient.POST("/appointments", { body }), 201);
  const params = { path: { id } };
  answered(await doctor.POST("/appointments/{id}/approve", { params, body: {} }));
  const added = await (await askToOverbook(patientId, "05:50")).press("Overbook deliberately");
  expect(added.text()).toContain("The visit is booked");
  expect(added.offers("Patient's file")).toBe(true);
  // The visit is still ahead, so there is nothing to record about it.
  expect(added.offers("Write the record")).toBe(false);
  answered(await patient.POST("/appointments/{id}/cancel", { params, body: {} }));

  await added.open(added.path);
  expect(added.text()).toContain("You cannot open this patient's records yet");
  expect(added.offers("Patient's file")).toBe(false);
  expect((await page.open(`/doctor/patients/${patientId}`)).status).toBe(404);

  const own = await FormPage.signedIn(account);
  await own.open(added.path.replace("/doctor/", "/patient/"));
  await own.press("Confirm the visit");
  expect(own.text()).toContain("Confirmed by the patient");
  expect(own.offers("Confirm the visit")).toBe(false);
  expect((await page.open(`/doctor/patients/${patientId}`)).status).toBe(200);
});
