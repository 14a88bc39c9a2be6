import { Prisma } from "../generated/prisma/client.ts";
import type { UserActor } from "./actor.ts";

/**
 * The second wall: one condition per role, so that a row outside an actor's scope is never loaded.
 * Every read and write of appointments (aliased `a`) carries it; what it hides is `not_found`. An
 * actor without the profile of their role reaches nothing: nothing equals null.
 */
export function appointmentScope(actor: UserActor): Prisma.Sql {
  switch (actor.role) {
    case "patient":
      return Prisma.sql`a.patient_id = ${actor.patientId}::uuid`;
    case "doctor":
      return Prisma.sql`a.doctor_id = ${actor.doctorId}::uuid`;
    case "admin":
      return Prisma.sql`true`;
  }
}

/** The doctors (aliased `d`) whose schedules and profiles an actor may change and ask about. */
export function scheduleScope(actor: UserActor): Prisma.Sql {
  switch (actor.role) {
    case "patient":
      return Prisma.sql`false`;
    case "doctor":
      return Prisma.sql`d.id = ${actor.doctorId}::uuid`;
    case "admin":
      return Prisma.sql`true`;
  }
}

/** The patients (aliased `p`) that an actor may find: a doctor those who have been with them. */
export function patientScope(actor: UserActor): Prisma.Sql {
  switch (actor.role) {
    case "patient":
      return Prisma.sql`p.id = ${actor.patientId}::uuid`;
    case "doctor":
      return Prisma.sql`EXISTS (SELECT FROM appointments a WHERE a.patient_id = p.id AND a.doctor_id = ${actor.doctorId}::uuid)`;
    case "admin":
      return Prisma.sql`true`;
  }
}
