import type { UserActor } from "../access/actor.ts";
import { someCiphertext } from "./encrypted.ts";
import type { TestDoctor } from "./people.ts";

/**
 * An INSERT of half an hour with a doctor at `startsAt`, overbooked, so that only a row of the patient's own
 * is in its way.
 *
 * @param more further columns, and the values of these.
 */
export function insertAppointment(
  doctor: TestDoctor,
  patient: UserActor,
  startsAt: Date,
  { status = "confirmed", ...more }: Record<string, string> = {},
): string {
  const values = {
    patient_id: patient.patientId ?? "",
    doctor_id: doctor.doctorId,
    clinic_id: doctor.clinicId,
    visit_type_id: doctor.visitTypeId,
    starts_at: startsAt.toISOString(),
    ends_at: new Date(startsAt.getTime() + 1_800_000).toISOString(),
    status,
    event: status === "confirmed" ? "booked" : "requested",
    ...(status === "pending" && { expires_at: startsAt.toISOString() }),
    overbooked: "true",
    overbook_reason: someCiphertext,
    ...more,
  };
  const literals = Object.values(values).map((value) => `'${value}'`);
  return `INSERT INTO appointments (${Object.keys(values).join(", ")}) VALUES (${literals.join(", ")}) RETURNING id`;
}
