/** The roles of a user, as the database has them. */
export type Role = "patient" | "doctor" | "admin";

/** What a program may be granted to do in somebody's name (OAuth 2.0, RFC 6749, 3.3). */
export const SCOPES = [
  "doctors:read",
  "doctors:write",
  "availability:read",
  "availability:write",
  "appointments:read",
  "appointments:write",
  "patients:read",
  "patients:write",
  "records:read",
  "records:write",
  "users:read",
  "users:write",
  "audit:read",
] as const;
export type Scope = (typeof SCOPES)[number];

/** What the token of a request was granted; null without one: who is here themselves needs no grant. */
export type Granted = ReadonlySet<Scope> | null;

/** A signed-in user, as read from the session and the users table for this request. */
export interface UserActor {
  kind: "user";
  userId: string;
  role: Role;
  /** The legal name. */
  name: string;
  preferredName: string | null;
  pronouns: string | null;
  email: string | null;
  /** The profile behind a patient or doctor. */
  patientId: string | null;
  doctorId: string | null;
  scopes: Granted;
  /** The program that holds the token, for the audit trail. */
  clientId?: string;
}

/** A doctor by role whom nobody has verified: there is no practitioner behind the account yet. */
export const isApplicant = ({ role, doctorId }: UserActor): boolean =>
  role === "doctor" && doctorId === null;

/** A user who has proved again who they are, and when; `lib/auth/reauthentication.ts` makes them. */
export interface ProvenActor extends UserActor {
  provenAt: Date;
}

/** On whose behalf something is done. Always an argument, never ambient. */
export type Actor = UserActor | { kind: "anonymous"; scopes: Granted };

export const anonymous: Actor = { kind: "anonymous", scopes: null };

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
