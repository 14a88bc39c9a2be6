import type { AppointmentView } from "#lib/appointments/views.ts";
import { bothNames } from "#lib/names/rules.ts";
import type { Audience } from "./types.ts";

/** Returns what the two sides of an appointment are called in its history. Administrators act without a name. */
export const sideNames = (
  { doctor, patient }: Pick<AppointmentView, "doctor" | "patient">,
  audience: Audience,
) => ({
  doctor: doctor.name,
  patient: audience === "patient" ? patient.name : bothNames(patient),
  admin: null,
});
