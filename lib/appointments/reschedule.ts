import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { DomainError } from "../errors.ts";
import { applyChange, loadForChange, type Change } from "./commands.ts";
import { lockSchedules } from "./locks.ts";
import { loadAppointment } from "./rows.ts";
import { decide, requestExpiry } from "./rules.ts";
import { findFreeTime } from "./times.ts";
import { factsOf, type AppointmentRow, type AppointmentView } from "./views.ts";

/**
 * Moves an appointment to another free time of the same doctor. It keeps its identity, leaves the
 * old time and takes the new one in one transaction; a patient's move of a confirmed visit asks the
 * doctor anew.
 *
 * @throws DomainError as `changeStatus`, and `slot_taken`, `slot_unavailable`, `patient_busy`.
 */
export async function rescheduleAppointment(
  actor: Actor,
  id: string,
  startsAt: Date,
  change: Change,
): Promise<AppointmentView> {
  authorizeUser(actor, "appointment.reschedule");
  try {
    return await asActor(actor, (tx) => move(tx, actor, id, startsAt, change));
  } catch (error) {
    if (violates(error, "appointments_patient_free")) throw new DomainError("patient_busy");
    throw error;
  }
}

async function move(
  tx: Tx,
  actor: UserActor,
  id: string,
  startsAt: Date,
  change: Change,
): Promise<AppointmentView> {
  // The schedules before the row: whoever holds a row never waits for a schedule.
  const { doctorId, patientId } = await loadAppointment(tx, actor, id);
  await lockSchedules(tx, [doctorId, patientId]);
  const row = await loadForChange(tx, actor, id, change);
  const status = decide("reschedule", factsOf(row), actor.role, change.now.getTime());
  if (startsAt.getTime() === row.startsAt.getTime()) {
    throw new DomainError("slot_unavailable", { why: "same_time" });
  }
  const free = await findFreeTime(
    tx,
    {
      doctorId,
      visitTypeId: row.visitTypeId,
      startsAt,
      byStaff: actor.role !== "patient",
      leaving: timeOf(row),
    },
    change.now,
  );
  if (free instanceof DomainError) throw free;
  const { schedule, slot } = free;
  return applyChange(
    tx,
    actor,
    row,
    {
      status,
      startsAt: new Date(slot.start),
      endsAt: new Date(slot.end),
      expiresAt:
        status === "pending"
          ? new Date(requestExpiry(slot.start, schedule.requestTtlMinutes, change.now.getTime()))
          : null,
    },
    change,
  );
}

function timeOf(row: AppointmentRow) {
  return { start: row.startsAt.getTime(), end: row.endsAt.getTime() };
}
