import type { Actor, UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { overlaps, type Interval } from "../time/interval.ts";
import { act } from "./act.ts";
import { applyChange, loadForChange, type Change } from "./commands.ts";
import { lockSchedules } from "./locks.ts";
import { isPatientFree } from "./patient-times.ts";
import { loadPlaced } from "./rows.ts";
import { decide, openProposals, requestExpiry } from "./rules.ts";
import { findFreeTime, type FreeTime } from "./times.ts";
import { factsOf, timesOf, visitOf, type AppointmentView, type PlacedRow } from "./views.ts";

/**
 * Answers a request with one to three other times instead. They are held until the patient accepts
 * one, until the request expires, or until they begin; proposing anew replaces them.
 *
 * @throws DomainError as `changeStatus`, and `slot_taken` or `slot_unavailable` for a time that
 * cannot be held, `patient_busy` for one at which the patient has another visit, `invalid` for times that overlap each other.
 */
export async function proposeTimes(
  actor: Actor,
  id: string,
  startsAt: readonly Date[],
  change: Change,
): Promise<AppointmentView> {
  const request = [id, startsAt, change.reason ?? null];
  return act(actor, "appointment.propose", request, change, async (tx, user) => {
    const row = await lockedRow(tx, user, id, change);
    const now = change.now.getTime();
    const status = decide("propose", factsOf(row), user.role, now, change.reason);
    const held: Interval[] = [];
    let ttlMinutes = 0;
    for (const start of startsAt) {
      // The time that was asked for is approved, not proposed.
      if (start.getTime() === row.startsAt.getTime()) {
        throw new DomainError("slot_unavailable", { why: "same_time" });
      }
      const { schedule, slot } = await heldTime(tx, row, start, change.now);
      // Held in vain: the patient could not accept it.
      if (!(await isPatientFree(tx, row.patientId, slot, timesOf(row)))) {
        throw new DomainError("patient_busy", whichOf(start, row));
      }
      if (held.some((other) => overlaps(other, slot))) {
        throw new DomainError("invalid", { issues: [{ path: "startsAt", message: "overlap" }] });
      }
      held.push(slot);
      ttlMinutes = schedule.requestTtlMinutes;
    }
    const data = {
      status,
      proposedStarts: held.map(({ start }) => new Date(start)).sort((a, b) => +a - +b),
      // The patient gets as long to answer as the doctor had.
      expiresAt: new Date(requestExpiry(row.startsAt.getTime(), ttlMinutes, now)),
    };
    return applyChange(tx, user, row, "propose", data, change);
  });
}

/**
 * Takes one of the times that a counter-proposal offers: the request moves there and is confirmed,
 * in one step, and the other times are free again. An appointment that the doctor added is confirmed at
 * its own time.
 *
 * @throws DomainError as `changeStatus`, and `slot_unavailable` (`not_proposed`), `patient_busy`.
 */
export async function acceptProposal(
  actor: Actor,
  id: string,
  startsAt: Date,
  change: Change,
): Promise<AppointmentView> {
  return act(actor, "appointment.accept", [id, startsAt], change, async (tx, user) => {
    const row = await lockedRow(tx, user, id, change);
    const facts = factsOf(row);
    const status = decide("accept", facts, user.role, change.now.getTime());
    const added = facts.status !== "pending";
    const offered = added ? [facts.startsAt] : openProposals(facts, change.now.getTime());
    if (!offered.includes(startsAt.getTime())) {
      const past = !added && startsAt < change.now;
      throw new DomainError("slot_unavailable", { why: past ? "past" : "not_proposed" });
    }
    if (added) return applyChange(tx, user, row, "accept", { status }, change);
    // Hours may have changed since it was offered.
    const { slot } = await heldTime(tx, row, startsAt, change.now);
    const data = {
      status,
      startsAt: new Date(slot.start),
      endsAt: new Date(slot.end),
      expiresAt: null,
      // A time that was held is free: whatever the visit was put upon before, it is not any more.
      overbooked: false,
      overbookReason: null,
    };
    return applyChange(tx, user, row, "accept", data, change);
  });
}

async function lockedRow(tx: Tx, actor: UserActor, id: string, change: Change) {
  const { doctorId, patientId } = await loadPlaced(tx, actor, id);
  await lockSchedules(tx, [doctorId, patientId]);
  return loadForChange(tx, actor, id, change);
}

/** A time for a request, for which its own time and what is held for it do not stand in the way. */
async function heldTime(tx: Tx, row: PlacedRow, startsAt: Date, now: Date): Promise<FreeTime> {
  const { doctorId } = row;
  const visit = visitOf(row);
  const wanted = { doctorId, visit, startsAt, byStaff: true, leaving: timesOf(row) };
  const found = await findFreeTime(tx, wanted, now);
  if (!(found instanceof DomainError)) return found;
  throw new DomainError(found.code, { ...found.detail, ...whichOf(startsAt, row) });
}

/** Which of several times is refused. */
const whichOf = (startsAt: Date, { timeZone }: PlacedRow) => ({
  startsAt: startsAt.toISOString(),
  timeZone,
});
