import { expect, it } from "vitest";
import { bookAppointment } from "../appointments/book.ts";
import { makeAdmin, makeDoctor, makePatient } from "../testing/people.ts";
import { newToken } from "./secrets.ts";
import { beginSession, findSession } from "./session-store.ts";

const now = new Date("2026-03-02T10:00:00Z");

/** The zone of a session that a user begins. */
async function zoneOf({ userId }: { userId: string }): Promise<string | undefined> {
  const token = newToken();
  await beginSession({ token, userId, via: "password", userAgent: "" }, now);
  return (await findSession(token, now))?.timeZone;
}

// Fails with UTC instead of zone_of_user.
it("gives each user the zone in which they read times of no clinic", async () => {
  const [admin, { actor: patient }] = [await makeAdmin(), await makePatient()];
  expect(await zoneOf(admin)).toBe("UTC");
  const berlin = await makeDoctor({ timeZone: "Europe/Berlin" });
  const kolkata = await makeDoctor({ timeZone: "Asia/Kolkata" });
  await makeDoctor({ timeZone: "Asia/Kolkata" });
  // Of the clinic; without one, of most doctors.
  expect(await zoneOf(berlin.actor)).toBe("Europe/Berlin");
  expect([await zoneOf(admin), await zoneOf(patient)]).toEqual(["Asia/Kolkata", "Asia/Kolkata"]);
  // Of the latest appointment.
  const visit = (doctorId: string, startsAt: string) =>
    bookAppointment(patient, { doctorId, startsAt: new Date(startsAt) }, { now });
  await visit(berlin.doctorId, "2026-03-09T09:00:00Z");
  expect(await zoneOf(patient)).toBe("Europe/Berlin");
  await visit(kolkata.doctorId, "2026-03-05T04:30:00Z");
  expect(await zoneOf(patient)).toBe("Europe/Berlin");
});
