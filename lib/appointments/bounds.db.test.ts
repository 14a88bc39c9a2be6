import { expect, it } from "vitest";
import { testDatabase } from "../testing/database.ts";
import { at, book, now, openPractice, statusOf, world } from "../testing/practice.ts";
import { changeStatus } from "./commands.ts";
import { proposeTimes } from "./propose.ts";
import { listAppointmentEvents } from "./queries.ts";
import { rescheduleAppointment } from "./reschedule.ts";
import { MAX_EVENTS } from "./rules.ts";

openPractice();

/** Makes an appointment look as if it had been changed often. */
async function countUp(id: string, version: number): Promise<void> {
  const { superuser } = testDatabase();
  await superuser.query("BEGIN");
  // Without the triggers that count versions one by one.
  await superuser.query("SET LOCAL session_replication_role = replica");
  await superuser.query("UPDATE appointments SET version = $2 WHERE id = $1", [id, version]);
  await superuser.query("COMMIT");
}

// Fails without MAX_EVENTS in `refusalOf`: patient and doctor could add events for ever.
it("ends the moving to and fro of an appointment, and still lets it come to an end", async () => {
  const { doctor, patient } = world;
  const { id } = await book(at(8));
  await countUp(id, MAX_EVENTS - 1);
  await proposeTimes(doctor.actor, id, [at(9)], { now });
  const refused = { code: "illegal_transition" };
  await expect(rescheduleAppointment(patient, id, at(10), { now })).rejects.toMatchObject(refused);
  await expect(proposeTimes(doctor.actor, id, [at(10)], { now })).rejects.toMatchObject(refused);
  expect((await statusOf(id)).permits).toMatchObject({
    approve: true,
    cancel: true,
    reschedule: false,
    propose: false,
  });
  await changeStatus(doctor.actor, id, "approve", { now });
  await expect(rescheduleAppointment(doctor.actor, id, at(10), { now })).rejects.toMatchObject(
    refused,
  );
  const later = at(8, 60);
  await changeStatus(doctor.actor, id, "complete", { now: later });
  await expect(changeStatus(doctor.actor, id, "noShow", { now: later })).rejects.toMatchObject(
    refused,
  );
  expect(await statusOf(id)).toMatchObject({ status: "completed", version: MAX_EVENTS + 2 });
});

it("lists events a page at a time, and none behind a cursor far beyond them", async () => {
  const { doctor, patient } = world;
  const { id } = await book(at(8));
  await proposeTimes(doctor.actor, id, [at(9)], { now });
  await changeStatus(doctor.actor, id, "approve", { now });
  const list = (cursor?: string) => listAppointmentEvents(patient, id, { cursor, limit: 2 });
  const first = await list();
  expect(first.items.map(({ type }) => type)).toEqual(["requested", "proposed"]);
  const rest = await list(first.nextCursor ?? expect.fail());
  expect(rest).toMatchObject({ items: [{ type: "approved" }], nextCursor: null });
  expect(await list("999999999999999999")).toEqual({ items: [], nextCursor: null });
  await expect(list("nonsense")).rejects.toMatchObject({ code: "invalid" });
});
