import type { UserActor } from "../access/actor.ts";
import { bookAppointment } from "../appointments/book.ts";
import { changeStatus } from "../appointments/commands.ts";
import { writeRecord } from "../records/commands.ts";
import { recordSchema, type RecordInput } from "../records/schema.ts";
import { at, now, world } from "./practice.ts";

// Visits and records in the world of `practice.ts`.

/** A record as its schema makes it of what a client sends. */
export const recordInput = (more: object = {}): RecordInput =>
  recordSchema.parse({ diagnosis: "Flu", treatment: "Rest", ...more });

/** A visit of the world's patient that the world's doctor has confirmed; gives its id. */
export async function confirmedVisit(day = 8, doctor = world.doctor): Promise<string> {
  const input = { doctorId: doctor.doctorId, startsAt: at(day) };
  const { id } = await bookAppointment(world.patient, input, { now });
  await changeStatus(doctor.actor, id, "approve", { now });
  return id;
}

/** A record by the world's doctor about the world's patient, written at `when`. */
export const write = (more: object = {}, when = now, who: UserActor = world.doctor.actor) =>
  writeRecord(who, world.patient.patientId ?? "", recordInput(more), { now: when });
