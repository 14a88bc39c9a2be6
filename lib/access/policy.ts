import { DomainError, type ErrorDetail } from "../errors.ts";
import {
  roleOf,
  type ActingRole,
  type Actor,
  type ProvenActor,
  type Scope,
  type UserActor,
} from "./actor.ts";

/**
 * The first wall: what each role may ask for at all, and what a token must have been granted besides
 * (null: nothing that a token can be granted; only somebody who is here themselves). Which rows is
 * `scope.ts`'s business, and row level security's; when is the lifecycle's (`lib/appointments/rules.ts`).
 *
 * With `proof`, the user must have proved recently who they are: `authorizeProven` alone accepts such an
 * action, so that a command does not compile for an actor who has not.
 *
 * A missing cell does not compile.
 */
// prettier-ignore
export const POLICY = {
  "doctor.read":            { anonymous: true,  patient: true,  doctor: true,  admin: true,  proof: false, scope: "doctors:read" },
  "slot.read":              { anonymous: true,  patient: true,  doctor: true,  admin: true,  proof: false, scope: "availability:read" },
  "appointment.read":       { anonymous: false, patient: true,  doctor: true,  admin: true,  proof: false, scope: "appointments:read" },
  "appointment.book":       { anonymous: false, patient: true,  doctor: false, admin: true,  proof: false, scope: "appointments:write" },
  "appointment.overbook":   { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.approve":    { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.decline":    { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.propose":    { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.accept":     { anonymous: false, patient: true,  doctor: false, admin: false, proof: false, scope: "appointments:write" },
  "appointment.cancel":     { anonymous: false, patient: true,  doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.reschedule": { anonymous: false, patient: true,  doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.complete":   { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.no-show":    { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "appointments:write" },
  "appointment.reassign":   { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: "appointments:write" },
  "outcome.read":           { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "appointments:read" },
  "patient.find":           { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "patients:read" },
  "patient.read":           { anonymous: false, patient: true,  doctor: true,  admin: true,  proof: false, scope: "patients:read" },
  "patient.change":         { anonymous: false, patient: true,  doctor: false, admin: true,  proof: false, scope: "patients:write" },
  "history.read":           { anonymous: false, patient: true,  doctor: true,  admin: true,  proof: false, scope: "patients:read" },
  "history.add":            { anonymous: false, patient: true,  doctor: true,  admin: false, proof: false, scope: "patients:write" },
  "history.change":         { anonymous: false, patient: true,  doctor: false, admin: false, proof: false, scope: "patients:write" },
  "record.read":            { anonymous: false, patient: true,  doctor: true,  admin: true,  proof: false, scope: "records:read" },
  "record.write":           { anonymous: false, patient: false, doctor: true,  admin: false, proof: false, scope: "records:write" },
  "record.retract":         { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "records:write" },
  "record.export":          { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: "records:read" },
  "own-record.export":      { anonymous: false, patient: true,  doctor: false, admin: false, proof: false, scope: "records:read" },
  "emergency.open":         { anonymous: false, patient: false, doctor: true,  admin: false, proof: false, scope: "records:write" },
  "access-log.read":        { anonymous: false, patient: true,  doctor: false, admin: true,  proof: false, scope: "audit:read" },
  "audit.read":             { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: "audit:read" },
  "alert.read":             { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "alert.acknowledge":      { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "hours.read":             { anonymous: false, patient: true,  doctor: true,  admin: true,  proof: false, scope: "availability:read" },
  "schedule.read":          { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "availability:read" },
  "schedule.change":        { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "availability:write" },
  "holiday.change":         { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "profile.change":         { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: "doctors:write" },
  "application.read":       { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "doctor.verify":          { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: null },
  "calendar.read":          { anonymous: false, patient: false, doctor: true,  admin: true,  proof: false, scope: null },
  "practice-day.read":      { anonymous: false, patient: false, doctor: true,  admin: false, proof: false, scope: null },
  "account.read":           { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: "users:read" },
  "account.disable":        { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: "users:write" },
  "account.change-role":    { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: "users:write" },
  "account.correct":        { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: "users:write" },
  "account.end-sessions":   { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: null },
  "account.reset-factor":   { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: null },
  "account.close":          { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: null },
  "retention.read":         { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "retention.change":       { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: null },
  "request-limit.read":     { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "request-limit.change":   { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "client.read":            { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
  "client.manage":          { anonymous: false, patient: false, doctor: false, admin: true,  proof: true,  scope: null },
  "overview.read":          { anonymous: false, patient: false, doctor: false, admin: true,  proof: false, scope: null },
} satisfies Record<string, Record<ActingRole | "proof", boolean> & { scope: Scope | null }>;

export type Action = keyof typeof POLICY;

/** The actions that need a recent proof of who the user is. */
export type ProofAction = {
  [A in Action]: (typeof POLICY)[A]["proof"] extends true ? A : never;
}[Action];
export type PlainAction = Exclude<Action, ProofAction>;

/** For how many seconds a proof counts, be it a sign-in or a password that was confirmed. */
export const PROOF_SECONDS = 600;

/** Returns whether a proof of who a user is, given at `provenAt`, still counts. */
export function isRecent(provenAt: Date, now: Date): boolean {
  return now.getTime() - provenAt.getTime() < PROOF_SECONDS * 1000;
}

/** Whether the actor's role may do `action` to anything at all. */
function may(actor: Actor, action: Action): boolean {
  return POLICY[action][roleOf(actor)];
}

/**
 * Rejects an actor whose token was not granted `action` (`insufficient_scope`), or whose role may not do
 * it (`unauthenticated`, `forbidden`). A right is both. Asks for no proof: for the way in, before the
 * command that decides.
 */
export function checkRight(actor: Actor, action: Action): void {
  const { scopes } = actor;
  const { scope } = POLICY[action];
  if (scopes !== null && (scope === null || !scopes.has(scope))) {
    const asked = askedBy(actor, action);
    throw new DomainError("insufficient_scope", scope === null ? { asked } : { asked, scope });
  }
  if (!may(actor, action)) throw refusalOf(actor, { asked: askedBy(actor, action) });
}

/** Rejects an actor as `checkRight` does, for an action that needs no proof. */
export function authorize(actor: Actor, action: PlainAction): void {
  checkRight(actor, action);
}

/** The same where a user is needed: afterwards the actor is known to be one. */
export function authorizeUser(actor: Actor, action: PlainAction): asserts actor is UserActor {
  authorize(actor, action);
  assertUser(actor);
}

/** The same for an action that needs a proof. @throws DomainError `proof_needed` for one that is too old. */
export function authorizeProven(actor: ProvenActor, action: ProofAction, now: Date): void {
  checkRight(actor, action);
  if (!isRecent(actor.provenAt, now)) throw new DomainError("proof_needed");
}

/** For what every user may ask. @throws DomainError `unauthenticated`; `forbidden` for a service. */
export function assertUser(actor: Actor): asserts actor is UserActor {
  if (actor.kind !== "user") throw refusalOf(actor);
}

/** A service has proven who it is, as a user has: signing in would not help it. */
const refusalOf = ({ kind, scopes }: Actor, detail?: ErrorDetail): DomainError =>
  new DomainError(kind === "user" || scopes !== null ? "forbidden" : "unauthenticated", detail);

const askedBy = (actor: Actor, action: Action) => ({
  action,
  userId: actor.kind === "user" ? actor.userId : null,
});
