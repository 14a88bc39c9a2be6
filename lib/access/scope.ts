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

/**
 * The patients on whose behalf a user acts: themselves. A guardian's dependants will be added here
 * and in `actor_patients()` of the database.
 */
export function patientsOf(actor: UserActor): string[] {
  return actor.patientId === null ? [] : [actor.patientId];
}

/**
 * Whose clinical data an actor may read, as a condition on `patientId` (a column): their own; of
 * those a doctor treats or has opened in an emergency; an admin everybody's.
 */
export function careScope(actor: UserActor, patientId: Prisma.Sql): Prisma.Sql {
  switch (actor.role) {
    case "patient":
      return Prisma.sql`${patientId} = ANY (${patientsOf(actor)}::uuid[])`;
    case "doctor":
      return Prisma.sql`(${treats(patientId)} OR EXISTS (
        SELECT FROM emergency_accesses e WHERE e.patient_id = ${patientId}
          AND e.doctor_id = ${actor.doctorId}::uuid AND e.expires_at > now()))`;
    case "admin":
      return Prisma.sql`true`;
  }
}

/**
 * Whether the acting doctor treats the patient. The database decides, for row level security as well: by
 * a confirmed or completed appointment that the patient or an admin made or confirmed.
 */
export function treats(patientId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`treats(${patientId})`;
}

/** The patients (aliased `p`) whom an actor looks after: a doctor those they treat. */
export function treatedScope(actor: UserActor): Prisma.Sql {
  const patientId = Prisma.sql`p.id`;
  return actor.role === "doctor" ? treats(patientId) : careScope(actor, patientId);
}
