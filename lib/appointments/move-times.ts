import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { daysWindow, loadSchedules, slotsView } from "../availability/queries.ts";
import type { SlotsView } from "../availability/views.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { LocalDay } from "../time/local-day.ts";
import { loadAppointment } from "./rows.ts";
import { forBooking } from "./times.ts";
import { timesOf } from "./views.ts";

/**
 * The times to which the actor could move an appointment, by the clinic's days: its own time does
 * not stand in its way, and staff need no notice.
 *
 * @throws DomainError `not_found`
 */
export async function listMoveTimes(
  actor: Actor,
  id: string,
  { from, to }: { from: LocalDay; to: LocalDay },
  now: Date,
): Promise<SlotsView> {
  authorizeUser(actor, "appointment.reschedule");
  return asActor(actor, async (tx) => {
    const row = await loadAppointment(tx, actor, id);
    const schedules = await loadSchedules(tx, [row.doctorId], daysWindow(from, to));
    const found = forBooking(schedules.get(row.doctorId), {
      visitTypeId: row.visitTypeId,
      byStaff: actor.role !== "patient",
      leaving: timesOf(row),
    });
    if (!found) throw new DomainError("not_found");
    const { schedule, visitType } = found;
    const slots = slotsView(schedule, visitType, { from, to }, now);
    const own = row.startsAt.toISOString();
    return { ...slots, slots: slots.slots.filter(({ startsAt }) => startsAt !== own) };
  });
}
