import type { AppointmentEventView, AppointmentView } from "#lib/appointments/views.ts";

export type AppointmentStatus = AppointmentView["status"];

/** The parts of an appointment that are drawn. */
export type ShownAppointment = Pick<
  AppointmentView,
  | "id"
  | "status"
  | "doctor"
  | "patient"
  | "clinic"
  | "visitType"
  | "startsAt"
  | "endsAt"
  | "reason"
  | "overbooked"
>;

/** A step of its history; the name is added where the reader may know it. */
export type ShownEvent = AppointmentEventView & { byName?: string | null };

export type Audience = "patient" | "doctor" | "admin";
