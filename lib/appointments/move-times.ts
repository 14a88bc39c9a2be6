import type { Actor, UserActor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { daysWindow, loadSchedules, slotsView } from "../availability/queries.ts";
import type { SlotsView } from "../availability/views.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import type { LocalDay } from "../time/local-day.ts";
import { previewTime } from "./preview-time.ts";
import { loadPlaced } from "./rows.ts";
import type { AskedTime } from "./schema.ts";
import { forBooking } from "./times.ts";
import { timesOf, visitOf, type PlacedRow, type TimePreview } from "./views.ts";

/**
 * The times to which the actor could move an appointment, or which they could propose for it, by
 * the clinic's days: its own time does not stand in its way, and staff need no notice.
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
    const row = await loadPlaced(tx, actor, id);
    const schedules = await loadSchedules(tx, [row.doctorId], daysWindow(from, to), {
      listed: false,
    });
    const found = forBooking(schedules.get(row.doctorId), elsewhere(actor, row));
    if (!found) throw new DomainError("not_found");
    const { schedule, visitType } = found;
    const slots = slotsView(schedule, visitType, { from, to }, now);
    const own = row.startsAt.toISOString();
    return { ...slots, slots: slots.slots.filter(({ startsAt }) => startsAt !== own) };
  });
}

/**
 * What would become of one time if the appointment were moved there.
 *
 * @throws DomainError `not_found`
 */
export async function previewMove(
  actor: Actor,
  id: string,
  asked: AskedTime,
  now: Date,
): Promise<TimePreview> {
  authorizeUser(actor, "appointment.reschedule");
  return asActor(actor, async (tx) => {
    const row = await loadPlaced(tx, actor, id);
    const { doctorId, patientId } = row;
    const wanted = { doctorId, patientId, ...elsewhere(actor, row) };
    const preview = await previewTime(tx, wanted, row.timeZone, asked, now);
    const same = "slot" in preview && preview.slot.startsAt === row.startsAt.toISOString();
    return same
      ? { why: "same_time", asked: preview.slot, alternatives: [], overbookable: false }
      : preview;
  });
}

/** A time for a visit other than its own, which does not stand in its way. */
function elsewhere(actor: UserActor, row: PlacedRow) {
  const byStaff = actor.role !== "patient";
  return { visit: visitOf(row), byStaff, leaving: timesOf(row) };
}
