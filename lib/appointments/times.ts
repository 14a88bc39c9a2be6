import {
  type BusyTime,
  freeTimes,
  judgeTime,
  type Slot,
  type Unavailable,
} from "../availability/rules.ts";
import { loadBusy, loadSchedules, type PractitionerSchedule } from "../availability/queries.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { DAY, MINUTE, type Interval } from "../time/interval.ts";
import { addDays } from "../time/local-day.ts";
import { localDay, localTime } from "../time/zone.ts";
import { isTaken } from "./count-rows.ts";
import type { AgreedVisit } from "./views.ts";

/** How far around a lost time others are looked for, in days, and how many are offered. */
const ALTERNATIVES = { before: 2, after: 10, most: 5 };

/** A time that somebody wants with a practitioner. */
export interface WantedTime {
  doctorId: string;
  /** The kind of visit: an agreed one, or the id of one that is offered; else the first that is. */
  visit?: AgreedVisit;
  visitTypeId?: string | undefined;
  startsAt: Date;
  /** Staff need no notice, and may use visit types that patients cannot book themselves. */
  byStaff: boolean;
  /** The times that a visit being moved leaves, which do not stand in its own way. */
  leaving?: readonly Interval[];
}

/** A time that is free, with what a booking needs to know. */
export interface FreeTime {
  schedule: PractitionerSchedule;
  visitType: AgreedVisit;
  slot: Slot;
}

/**
 * The wanted time if it is free, by the same rules that offered it; else the error that says why
 * not: `not_found` for no such practitioner or visit type, `slot_taken` with alternatives, or
 * `slot_unavailable` with the reason.
 */
export async function findFreeTime(
  tx: Tx,
  wanted: WantedTime,
  now: Date,
): Promise<FreeTime | DomainError> {
  const found = await loadForBooking(tx, wanted);
  return found ? judgeWanted(tx, found, wanted, now) : new DomainError("not_found");
}

/** The schedule around a wanted time; null without such a practitioner or visit type. */
export async function loadForBooking(
  tx: Tx,
  wanted: WantedTime,
): Promise<Omit<FreeTime, "slot"> | null> {
  const window = around(wanted.startsAt.getTime(), 1, 1);
  // An appointment keeps its time when its doctor leaves the directory.
  const listed = wanted.visit === undefined;
  const schedules = await loadSchedules(tx, [wanted.doctorId], window, { listed });
  return forBooking(schedules.get(wanted.doctorId), wanted);
}

/** As `findFreeTime`, for a schedule that is loaded. */
export async function judgeWanted(
  tx: Tx,
  found: Omit<FreeTime, "slot">,
  wanted: WantedTime,
  now: Date,
): Promise<FreeTime | DomainError> {
  const { schedule, visitType } = found;
  const verdict = judgeTime(schedule, visitType, wanted.startsAt.getTime(), now.getTime());
  if ("slot" in verdict) return { ...found, slot: verdict.slot };
  if (verdict.why === "booked" || verdict.why === "held" || verdict.why === "buffer") {
    return slotTaken(tx, found, wanted, now, verdict.why);
  }
  return new DomainError("slot_unavailable", { why: verdict.why });
}

/**
 * A time that staff takes whatever the rules say, as long as the visit is not over already.
 * `not_found` as above, `slot_unavailable` for a time that has passed.
 */
export async function overbookedTime(
  tx: Tx,
  wanted: WantedTime,
  now: Date,
): Promise<FreeTime | DomainError> {
  const found = await loadForBooking(tx, wanted);
  if (!found) return new DomainError("not_found");
  const { timeZone } = found.schedule;
  const start = wanted.startsAt.getTime();
  const end = start + found.visitType.minutes * MINUTE;
  if (end <= now.getTime()) return new DomainError("slot_unavailable", { why: "past" });
  // Clocks and calendars show whole minutes: what lies between them could not be seen.
  if (start % MINUTE !== 0) return new DomainError("slot_unavailable", { why: "off_grid" });
  return {
    ...found,
    slot: { start, end, date: localDay(timeZone, start), time: localTime(timeZone, start) },
  };
}

/** A schedule as it looks to whoever books or moves; null without such a visit type. */
export function forBooking(
  found: PractitionerSchedule | undefined,
  { visit, visitTypeId, byStaff, leaving }: Omit<WantedTime, "doctorId" | "startsAt">,
): Omit<FreeTime, "slot"> | null {
  const visitType =
    visit ??
    found?.visitTypes.find(
      ({ id, bookableOnline }) =>
        (visitTypeId === undefined || id === visitTypeId) && (bookableOnline || byStaff),
    );
  if (!found || !visitType) return null;
  const schedule = {
    ...found,
    acceptingPatients: found.acceptingPatients && found.isListed,
    minimumNoticeMinutes: byStaff ? 0 : found.minimumNoticeMinutes,
    busy: without(found.busy, leaving),
  };
  return { schedule, visitType };
}

/** The error for a time that somebody else has, with the nearest times that are free instead. */
export async function slotTaken(
  tx: Tx,
  found: Omit<FreeTime, "slot">,
  wanted: WantedTime,
  now: Date,
  why: Unavailable = "booked",
): Promise<DomainError> {
  const alternatives = await nearestFree(tx, found, wanted, now);
  return new DomainError("slot_taken", { alternatives, timeZone: found.schedule.timeZone, why });
}

/** The free times nearest to one that is not, in order, as RFC 3339 instants in UTC. */
export async function nearestFree(
  tx: Tx,
  { schedule, visitType }: Omit<FreeTime, "slot">,
  wanted: WantedTime,
  now: Date,
): Promise<{ startsAt: string; endsAt: string }[]> {
  const startsAt = wanted.startsAt.getTime();
  const { before, after, most } = ALTERNATIVES;
  const busy = await loadBusy(tx, [wanted.doctorId], around(startsAt, before + 1, after + 2));
  const day = localDay(schedule.timeZone, startsAt);
  const slots = freeTimes(
    { ...schedule, busy: busy.get(wanted.doctorId) ?? [] },
    visitType,
    { from: addDays(day, -before), to: addDays(day, after) },
    now.getTime(),
  );
  const distance = (slot: Slot) => Math.abs(slot.start - startsAt);
  return [...slots]
    .sort((a, b) => distance(a) - distance(b))
    .slice(0, most)
    .sort((a, b) => a.start - b.start)
    .map(({ start, end }) => ({
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(end).toISOString(),
    }));
}

/**
 * When a time is gone because the patient has it already, or sits elsewhere then: that. Otherwise
 * null. Nobody should think that they lost to somebody else what is theirs. Where the end is not
 * known, the start decides.
 */
export async function ownConflict(
  tx: Tx,
  { patientId, startsAt, endsAt }: { patientId: string; startsAt: Date; endsAt?: Date },
  refusal: DomainError,
): Promise<DomainError | null> {
  if (refusal.code !== "slot_taken") return null;
  const taken = await isTaken(tx, patientId, { startsAt, ...(endsAt && { endsAt }) });
  return taken ? new DomainError("patient_busy") : null;
}

function around(instant: number, daysBefore: number, daysAfter: number): Interval {
  return { start: instant - daysBefore * DAY, end: instant + daysAfter * DAY };
}

/** What is taken, less one entry for each time that is left: a visit overbooked upon it stays. */
function without(busy: readonly BusyTime[], leaving: readonly Interval[] = []): BusyTime[] {
  const left = [...busy];
  for (const { start, end } of leaving) {
    const at = left.findIndex(
      (taken) =>
        (taken.kind === "appointment" || taken.kind === "hold") &&
        taken.start === start &&
        taken.end === end,
    );
    if (at >= 0) left.splice(at, 1);
  }
  return left;
}
