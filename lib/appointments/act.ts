import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser, type PlainAction } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { DomainError } from "../errors.ts";
import { once } from "./once.ts";
import { requestLimitOf } from "./request-limit.ts";
import type { AppointmentView } from "./views.ts";

/** What the database refuses about time when a check before it was overtaken, in the domain's words. */
const REFUSALS = [
  ["appointments_patient_free", "patient_busy"],
  ["appointments_doctor_free", "slot_taken"],
  ["respect_holds", "slot_taken"],
  ["slot_holds_", "slot_taken"],
  ["appointments_move_in_time", "illegal_transition"],
  ["accounts_stay_closed", "not_found"],
  // The doctor stopped treating the patient while they added an appointment.
  ['row-level security policy for table "appointments"', "not_found"],
] as const;

/** What comes with every request to change an appointment. */
export interface Asking {
  now: Date;
  /** Sent again with the same key, the request gets the same answer. */
  idempotencyKey?: string | undefined;
}

/**
 * The road of every command on an appointment: may this role ask, then one transaction in which the
 * work is done once, then the database's word on time.
 *
 * @param request the command's name and what it was asked: compared when a key comes again.
 */
export async function act(
  actor: Actor,
  action: PlainAction,
  request: readonly unknown[],
  { now, idempotencyKey }: Asking,
  work: (tx: Tx, actor: UserActor) => Promise<AppointmentView>,
): Promise<AppointmentView> {
  authorizeUser(actor, action);
  return inWords(
    asActor(actor, (tx) =>
      once(tx, actor, { idempotencyKey, request: [action, ...request] }, now, () =>
        work(tx, actor),
      ),
    ),
  );
}

/** Words what the database refused about time and the number of requests. */
export async function inWords<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const limited = requestLimitOf(error);
    if (limited) throw limited;
    const known = REFUSALS.find(([constraint]) => violates(error, constraint));
    throw known ? new DomainError(known[1]) : error;
  }
}
