import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { act } from "./act.ts";
import { applyChange, loadForChange, type Change } from "./commands.ts";
import { lockSchedules } from "./locks.ts";
import { loadPlaced } from "./rows.ts";
import { decide, requestExpiry } from "./rules.ts";
import { findFreeTime, overbookedTime } from "./times.ts";
import { factsOf, timesOf, visitOf, type AppointmentView } from "./views.ts";

/** A move may be an overbooking as well: staff's reason for taking a time against the rules. */
export interface Move extends Change {
  overbookReason?: string | null | undefined;
}

/**
 * Moves an appointment to another time of the same doctor. It keeps its identity, leaves the old
 * time and takes the new one in one transaction; a patient's move of a confirmed visit asks the
 * doctor anew. The new time is a free one, unless staff overbooks.
 *
 * @throws DomainError as `changeStatus`, and `slot_taken`, `slot_unavailable`, `patient_busy`,
 * `too_many_requests_open`.
 */
export async function rescheduleAppointment(
  actor: Actor,
  id: string,
  startsAt: Date,
  move: Move,
): Promise<AppointmentView> {
  if (move.overbookReason) authorizeUser(actor, "appointment.overbook");
  const request = [id, startsAt, move.reason ?? null, move.overbookReason ?? null];
  return act(actor, "appointment.reschedule", request, move, async (tx, user) => {
    // The schedules before the row: whoever holds a row never waits for a schedule.
    const { doctorId, patientId } = await loadPlaced(tx, user, id);
    await lockSchedules(tx, [doctorId, patientId]);
    return moveWithin(tx, user, id, startsAt, move);
  });
}

/** The same inside a transaction that holds the schedules already. */
export async function moveWithin(
  tx: Tx,
  actor: UserActor,
  id: string,
  startsAt: Date,
  move: Move,
): Promise<AppointmentView> {
  const row = await loadForChange(tx, actor, id, move);
  const now = move.now.getTime();
  const status = decide("reschedule", factsOf(row), actor.role, now, move.reason);
  if (startsAt.getTime() === row.startsAt.getTime()) {
    throw new DomainError("slot_unavailable", { why: "same_time" });
  }
  const overbookReason = move.overbookReason?.trim() || null;
  const wanted = {
    doctorId: row.doctorId,
    visit: visitOf(row),
    startsAt,
    byStaff: actor.role !== "patient",
    leaving: timesOf(row),
  };
  const found = overbookReason
    ? await overbookedTime(tx, wanted, move.now)
    : await findFreeTime(tx, wanted, move.now);
  if (found instanceof DomainError) throw found;
  const { schedule, slot } = found;
  // A request that nobody can answer before it begins would be expired at once.
  if (status === "pending" && slot.start <= now) {
    throw new DomainError("slot_unavailable", { why: "past" });
  }
  const expiresAt = requestExpiry(slot.start, schedule.requestTtlMinutes, now);
  const data = {
    status,
    startsAt: new Date(slot.start),
    endsAt: new Date(slot.end),
    expiresAt: status === "pending" ? new Date(expiresAt) : null,
    overbooked: overbookReason !== null,
    overbookReason,
  };
  return applyChange(tx, actor, row, "reschedule", data, move);
}
