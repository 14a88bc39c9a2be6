import { afterAll, expect, it } from "vitest";
import { disableFormSchema } from "../accounts/schema.ts";
import { bookAppointment } from "../appointments/book.ts";
import { getAppointment } from "../appointments/queries.ts";
import { disconnect } from "../db.ts";
import { testDatabase } from "../testing/database.ts";
import { makeAdmin, makeDoctor, makePatient } from "../testing/people.ts";
import { disableOrAsk } from "./disable.ts";

const now = new Date("2025-01-06T12:00:00Z");

afterAll(disconnect);

// Fails if the empty message is handed on as null: the form then asks for a message again.
it("gives appointments to another doctor without a message, as the API does", async () => {
  const [leaving, other, admin] = [await makeDoctor(), await makeDoctor(), await makeAdmin()];
  const { actor: patient } = await makePatient();
  await testDatabase().superuser.query("UPDATE doctors SET clinic_id = $2 WHERE id = $1", [
    other.doctorId,
    leaving.clinicId,
  ]);
  const startsAt = new Date("2025-01-08T14:00:00Z");
  const wanted = { doctorId: leaving.doctorId, startsAt };
  const { id } = await bookAppointment(patient, wanted, { now });
  const form = { ahead: `reassign|${other.doctorId}`, aheadReason: "" };
  const { ahead, aheadReason } = disableFormSchema.parse(form);
  const { userId } = leaving.actor;
  const decision = { ...ahead, reason: aheadReason };
  expect(await disableOrAsk(admin, userId, decision, now)).toBe(
    `/admin/users/${userId}?done=reassigned&count=1`,
  );
  expect(await getAppointment(patient, id, now)).toMatchObject({
    appointment: { doctor: { id: other.doctorId }, statusReason: null },
  });
});
