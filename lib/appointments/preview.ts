import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { MINUTE } from "../time/interval.ts";
import { requestExpiry } from "./rules.ts";
import type { BookingInput } from "./schema.ts";
import { findRequestLimit } from "./request-limit.ts";
import { judgeWanted, loadForBooking, ownConflict } from "./times.ts";

/** A booking as it would be, to look at before it is sent. Instants are RFC 3339 in UTC. */
export interface BookingPreview {
  doctor: { id: string; name: string; specialization: string };
  clinic: { id: string; name: string; address: string; phone: string | null; timeZone: string };
  visitType: { id: string; name: string; minutes: number };
  startsAt: string;
  endsAt: string;
  approval: "manual" | "automatic";
  /** Until when the doctor has to answer. */
  answerBy: string;
  /** Until when the patient may change their mind. */
  changeableUntil: string;
  /** Why this time cannot be had, as `bookAppointment` would say; null if it can. */
  refusal: DomainError | null;
}

/** @throws DomainError `not_found` for no such practitioner or visit type. */
export async function previewBooking(
  actor: Actor,
  { doctorId, visitTypeId, startsAt }: Pick<BookingInput, "doctorId" | "visitTypeId" | "startsAt">,
  now: Date,
): Promise<BookingPreview> {
  authorizeUser(actor, "appointment.book");
  const wanted = { doctorId, visitTypeId, startsAt, byStaff: actor.role !== "patient" };
  return asActor(actor, async (tx) => {
    const found = await loadForBooking(tx, wanted);
    if (!found) throw new DomainError("not_found");
    const { schedule, visitType } = found;
    const judged = await judgeWanted(tx, found, wanted, now);
    const refusal =
      judged instanceof DomainError
        ? (actor.patientId &&
            (await ownConflict(tx, { patientId: actor.patientId, startsAt }, judged))) ||
          judged
        : await findRequestLimit(tx, wanted, now);
    const start = startsAt.getTime();
    const answerBy = requestExpiry(start, schedule.requestTtlMinutes, now.getTime());
    return {
      doctor: { id: doctorId, name: schedule.fullName, specialization: schedule.specialization },
      clinic: {
        id: schedule.clinic.id,
        name: schedule.clinic.name,
        address: schedule.clinic.address,
        phone: schedule.clinic.phone,
        timeZone: schedule.timeZone,
      },
      visitType: { id: visitType.id, name: visitType.name, minutes: visitType.minutes },
      startsAt: startsAt.toISOString(),
      endsAt: new Date(start + visitType.minutes * MINUTE).toISOString(),
      approval: schedule.approval,
      answerBy: new Date(answerBy).toISOString(),
      changeableUntil: new Date(start - schedule.cutoffMinutes * MINUTE).toISOString(),
      refusal,
    };
  });
}
