/** The roles of a user, as the database has them. */
export type Role = "patient" | "doctor" | "admin";

/** A signed-in user, as read from the session and the users table for this request. */
export interface UserActor {
  kind: "user";
  userId: string;
  role: Role;
  name: string;
  email: string | null;
  /** The profile behind a patient or doctor. */
  patientId: string | null;
  doctorId: string | null;
}

/** A doctor by role whom nobody has verified: there is no practitioner behind the account yet. */
export const isApplicant = ({ role, doctorId }: UserActor): boolean =>
  role === "doctor" && doctorId === null;

/** Somebody who has just proved again who they are, and when; `lib/auth/reauthentication.ts` says so. */
export interface ProvenActor extends UserActor {
  provenAt: Date;
}

/** On whose behalf something is done. Always an argument, never ambient. */
export type Actor = UserActor | { kind: "anonymous" };

export const anonymous: Actor = { kind: "anonymous" };

/** The role that the policy table is asked for. */
export type ActingRole = Role | "anonymous";

export function roleOf(actor: Actor): ActingRole {
  return actor.kind === "user" ? actor.role : "anonymous";
}

/**
 * Why somebody reads a patient's data: their own; treating the patient; having written it; in an
 * emergency; as the clinics' administration. After PurposeOfUse of HL7 v3 (TREAT, ETREAT, HOPERAT).
 */
export type Purpose = "own" | "treatment" | "authorship" | "emergency" | "oversight";
