import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { requestExpiry } from "./rules.ts";
import type { BookingInput } from "./schema.ts";
import { findFreeTime } from "./times.ts";

/** A booking as it would be, to look at before it is sent. Instants are RFC 3339 in UTC. */
export interface BookingPreview {
  doctor: { id: string; name: string; specialization: string };
  clinic: { id: string; name: string; address: string; timeZone: string };
  visitType: { id: string; name: string; minutes: number };
  startsAt: string;
  endsAt: string;
  approval: "manual" | "automatic";
  /** Until when the doctor has to answer; null when the booking stands at once. */
  answerBy: string | null;
  /** Until when the patient may change their mind. */
  changeableUntil: string;
}

/** @throws DomainError as `bookAppointment` does for a time that cannot be had. */
export async function previewBooking(
  actor: Actor,
  { doctorId, visitTypeId, startsAt }: Pick<BookingInput, "doctorId" | "visitTypeId" | "startsAt">,
  now: Date,
): Promise<BookingPreview> {
  authorizeUser(actor, "appointment.book");
  const byStaff = actor.role !== "patient";
  const free = await asActor(actor, (tx) =>
    findFreeTime(tx, { doctorId, visitTypeId, startsAt, byStaff }, now),
  );
  if (free instanceof DomainError) throw free;
  const { schedule, visitType, slot } = free;
  const answerBy = requestExpiry(slot.start, schedule.requestTtlMinutes, now.getTime());
  return {
    doctor: { id: doctorId, name: schedule.fullName, specialization: schedule.specialization },
    clinic: {
      id: schedule.clinic.id,
      name: schedule.clinic.name,
      address: schedule.clinic.address,
      timeZone: schedule.timeZone,
    },
    visitType: { id: visitType.id, name: visitType.name, minutes: visitType.minutes },
    startsAt: new Date(slot.start).toISOString(),
    endsAt: new Date(slot.end).toISOString(),
    approval: schedule.approval,
    answerBy: schedule.approval === "manual" ? new Date(answerBy).toISOString() : null,
    changeableUntil: new Date(slot.start - schedule.cutoffMinutes * 60_000).toISOString(),
  };
}
