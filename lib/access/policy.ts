import { DomainError } from "../errors.ts";
import { roleOf, type ActingRole, type Actor, type UserActor } from "./actor.ts";

/**
 * The first wall: what each role may ask for at all. Which rows is `scope.ts`'s business, and row
 * level security's; when is the lifecycle's (`lib/appointments/rules.ts`).
 *
 * A missing cell does not compile.
 */
export const POLICY = {
  "doctor.read": { anonymous: true, patient: true, doctor: true, admin: true },
  "slot.read": { anonymous: true, patient: true, doctor: true, admin: true },
  "appointment.read": { anonymous: false, patient: true, doctor: true, admin: true },
  "appointment.book": { anonymous: false, patient: true, doctor: false, admin: true },
  "appointment.overbook": { anonymous: false, patient: false, doctor: true, admin: true },
  "appointment.approve": { anonymous: false, patient: false, doctor: true, admin: true },
  "appointment.decline": { anonymous: false, patient: false, doctor: true, admin: true },
  "appointment.propose": { anonymous: false, patient: false, doctor: true, admin: true },
  "appointment.accept": { anonymous: false, patient: true, doctor: false, admin: false },
  "appointment.cancel": { anonymous: false, patient: true, doctor: true, admin: true },
  "appointment.reschedule": { anonymous: false, patient: true, doctor: true, admin: true },
  "appointment.complete": { anonymous: false, patient: false, doctor: true, admin: true },
  "appointment.no-show": { anonymous: false, patient: false, doctor: true, admin: true },
  "patient.find": { anonymous: false, patient: false, doctor: true, admin: true },
  "patient.read": { anonymous: false, patient: true, doctor: true, admin: true },
  "patient.change": { anonymous: false, patient: true, doctor: false, admin: true },
  "history.read": { anonymous: false, patient: true, doctor: true, admin: true },
  "history.add": { anonymous: false, patient: true, doctor: true, admin: false },
  "history.change": { anonymous: false, patient: true, doctor: false, admin: false },
  "record.read": { anonymous: false, patient: true, doctor: true, admin: true },
  "record.write": { anonymous: false, patient: false, doctor: true, admin: false },
  "record.retract": { anonymous: false, patient: false, doctor: true, admin: true },
  "record.export": { anonymous: false, patient: true, doctor: false, admin: true },
  "emergency.open": { anonymous: false, patient: false, doctor: true, admin: false },
  "access-log.read": { anonymous: false, patient: true, doctor: false, admin: true },
  "schedule.read": { anonymous: false, patient: false, doctor: true, admin: true },
  "schedule.change": { anonymous: false, patient: false, doctor: true, admin: true },
  "holiday.change": { anonymous: false, patient: false, doctor: false, admin: true },
  "profile.change": { anonymous: false, patient: false, doctor: true, admin: true },
  "doctor.verify": { anonymous: false, patient: false, doctor: false, admin: true },
  "calendar.read": { anonymous: false, patient: false, doctor: true, admin: true },
  "practice-day.read": { anonymous: false, patient: false, doctor: true, admin: false },
  "account.read": { anonymous: false, patient: false, doctor: false, admin: true },
  "account.disable": { anonymous: false, patient: false, doctor: false, admin: true },
  "account.end-sessions": { anonymous: false, patient: false, doctor: false, admin: true },
  "account.close": { anonymous: false, patient: false, doctor: false, admin: true },
  "retention.change": { anonymous: false, patient: false, doctor: false, admin: true },
  "overview.read": { anonymous: false, patient: false, doctor: false, admin: true },
} satisfies Record<string, Record<ActingRole, boolean>>;

export type Action = keyof typeof POLICY;

/** Whether the actor's role may do `action` to anything at all. */
function may(actor: Actor, action: Action): boolean {
  return POLICY[action][roleOf(actor)];
}

/** Refuses an actor whose role may not do `action`: `unauthenticated` or `forbidden`. */
export function authorize(actor: Actor, action: Action): void {
  if (!may(actor, action)) {
    throw new DomainError(actor.kind === "user" ? "forbidden" : "unauthenticated");
  }
}

/** The same where a user is needed: afterwards the actor is known to be one. */
export function authorizeUser(actor: Actor, action: Action): asserts actor is UserActor {
  authorize(actor, action);
  if (actor.kind !== "user") throw new DomainError("unauthenticated");
}
