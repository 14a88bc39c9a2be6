import { requestExpiry } from "#lib/appointments/rules.ts";
import type { Chance } from "./chance.ts";
import type { Accounts } from "./people.ts";
import type { Visit } from "./diary.ts";
import { journeyOf } from "./journey.ts";
import type { Tables } from "./tables.ts";
import { REASONS } from "./words.ts";

/** Adds an appointment with its events; gives its id. */
export function addAppointment(
  tables: Tables,
  visit: Visit,
  { chance, now }: Accounts,
  adminId: string,
): string {
  const { doctor, patient, visitType, slot, status } = visit;
  const journey = journeyOf(visit, now, chance);
  const [first] = journey;
  const last = journey.at(-1) ?? first;
  const id = chance.id(first.at);
  const expiresAt = requestExpiry(slot.start, doctor.requestTtlMinutes, first.at);
  tables.appointments.push({
    id,
    patientId: patient.id,
    doctorId: doctor.doctorId,
    clinicId: doctor.clinic.id,
    visitTypeId: visitType.id,
    startsAt: new Date(slot.start),
    endsAt: new Date(slot.end),
    status,
    version: journey.length,
    event: last.type,
    reason: visit.reason ?? reasonFor(doctor.specialization, chance),
    statusReason: last.reason,
    expiresAt: status === "pending" ? new Date(expiresAt) : null,
    // Patients make all of them.
    agreed: true,
    createdAt: new Date(first.at),
    updatedAt: new Date(last.at),
  });
  const actors = { patient: patient.userId, doctor: doctor.userId, admin: adminId };
  journey.forEach(({ type, to, by, at, reason, startsAt }, index) => {
    const before = journey[index - 1];
    tables.appointment_events.push({
      id: chance.id(at),
      appointmentId: id,
      version: index + 1,
      type,
      fromStatus: before?.to ?? null,
      toStatus: to,
      fromStartsAt: before ? new Date(before.startsAt) : null,
      toStartsAt: new Date(startsAt),
      reason,
      actorId: by && actors[by],
      actorRole: by,
      at: new Date(at),
    });
  });
  return id;
}

/** Most people say why they come. */
function reasonFor(specialization: string, chance: Chance): string | null {
  const known = REASONS[specialization];
  return known && chance.odds(0.85) ? chance.pick(known) : null;
}
