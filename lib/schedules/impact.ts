import type { UserActor } from "../access/actor.ts";
import { loadPatientsBusy } from "../appointments/patient-times.ts";
import { selectAppointments, selectPlaced, unexpired } from "../appointments/rows.ts";
import {
  appointmentView,
  visitOf,
  type AppointmentRow,
  type PlacedRow,
} from "../appointments/views.ts";
import { loadSchedules, type PractitionerSchedule } from "../availability/queries.ts";
import { closedFor, freeTimes, type Slot, type Unavailable } from "../availability/rules.ts";
import { slotView } from "../availability/views.ts";
import type { Tx } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { DAY, overlaps, type Interval } from "../time/interval.ts";
import { addDays, daysBetween, minuteOfDay } from "../time/local-day.ts";
import { localDay, localTime } from "../time/zone.ts";
import type { AffectedVisit } from "./views.ts";

/** More visits than this are not weighed at once: a change affects the nearest first. */
const MOST = 500;
/** How far around a visit another time for it is looked for, in days, and how many are offered. */
const ALTERNATIVES = { before: 7, after: 28, most: 5 };
/** Four hours earlier or later in the day weigh as much as a day. */
const MINUTES_LIKE_A_DAY = 240;

/** Practitioners' schedules and the visits that are agreed with them. */
interface Agreed {
  schedules: Map<string, PractitionerSchedule>;
  visits: PlacedRow[];
}

/** One affected visit, before other times are looked for. */
interface Affected {
  row: PlacedRow;
  why: Unavailable;
}

export async function loadForImpact(
  tx: Tx,
  actor: UserActor,
  doctorIds: string[],
  now: Date,
): Promise<Agreed> {
  const visits = await selectPlaced(
    tx,
    actor,
    [
      Prisma.sql`a.doctor_id = ANY (${doctorIds}::uuid[])`,
      Prisma.sql`a.status IN ('pending', 'confirmed')`,
      Prisma.sql`a.ends_at > ${now}`,
      unexpired(now),
    ],
    { limit: MOST },
  );
  const last = visits.at(-1)?.endsAt.getTime() ?? now.getTime();
  const window = { start: now.getTime() - DAY, end: last + (ALTERNATIVES.after + 2) * DAY };
  return { schedules: await loadSchedules(tx, doctorIds, window, { listed: false }), visits };
}

/** The visits that fitted the schedule before a change and do not fit it after. */
export function findAffected(before: Agreed, after: Agreed): Affected[] {
  return after.visits.flatMap((row) => {
    const visit = timeOf(row);
    const was = before.schedules.get(row.doctorId);
    const is = after.schedules.get(row.doctorId);
    const why = is && closedFor(is, visit);
    return why && was && !closedFor(was, visit) ? [{ row, why }] : [];
  });
}

/** The affected visits as they leave the server, each with times to which it could move. */
export async function withAlternatives(
  tx: Tx,
  actor: UserActor,
  { schedules }: Agreed,
  affected: Affected[],
  now: Date,
): Promise<AffectedVisit[]> {
  const patientIds = [...new Set(affected.map(({ row }) => row.patientId))];
  const ahead = { start: now.getTime(), end: now.getTime() + 800 * DAY };
  const taken = await loadPatientsBusy(tx, patientIds, ahead);
  const suggested: Interval[] = [];
  const ids = affected.map(({ row }) => row.id);
  const shown = await loadShown(tx, actor, ids);
  return affected.flatMap(({ row, why }) => {
    const schedule = schedules.get(row.doctorId);
    const free = schedule ? freeFor(schedule, row, taken.get(row.patientId) ?? [], now) : [];
    // No two visits are sent to one time: what is the first choice of one is left out for the next.
    const best = rank(free, row).filter(
      (slot) => !suggested.some((other) => overlaps(other, slot)),
    );
    const [first] = best;
    if (first) suggested.push(first);
    const appointment = shown.get(row.id);
    const alternatives = best.slice(0, ALTERNATIVES.most).map(slotView);
    return appointment
      ? [{ appointment: appointmentView(appointment, actor, now.getTime()), why, alternatives }]
      : [];
  });
}

/** Whose visits they are: those alone that are affected are read with their patients. */
async function loadShown(tx: Tx, actor: UserActor, ids: string[]) {
  if (ids.length === 0) return new Map<string, AppointmentRow>();
  const wanted = [Prisma.sql`a.id = ANY (${ids}::uuid[])`];
  const rows = await selectAppointments(tx, actor, wanted, { limit: MOST });
  return new Map(rows.map((row) => [row.id, row]));
}

function freeFor(
  schedule: PractitionerSchedule,
  row: PlacedRow,
  patientBusy: Interval[],
  now: Date,
): Slot[] {
  const day = localDay(schedule.timeZone, row.startsAt.getTime());
  const range = { from: addDays(day, -ALTERNATIVES.before), to: addDays(day, ALTERNATIVES.after) };
  const facts = { ...schedule, minimumNoticeMinutes: 0, acceptingPatients: true };
  return [...freeTimes(facts, visitOf(row), range, now.getTime())].filter(
    (slot) => !patientBusy.some((taken) => overlaps(taken, slot)),
  );
}

/** The times most like the agreed one first: few days away, and at the same time of day. */
function rank(slots: Slot[], { startsAt, timeZone }: PlacedRow): Slot[] {
  const day = localDay(timeZone, startsAt.getTime());
  const minute = minuteOfDay(localTime(timeZone, startsAt.getTime()));
  const distance = ({ date, time }: Slot) =>
    Math.abs(daysBetween(day, date)) + Math.abs(minuteOfDay(time) - minute) / MINUTES_LIKE_A_DAY;
  return slots
    .map((slot) => ({ slot, far: distance(slot) }))
    .sort((a, b) => a.far - b.far || a.slot.start - b.slot.start)
    .map(({ slot }) => slot);
}

function timeOf({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): Interval {
  return { start: startsAt.getTime(), end: endsAt.getTime() };
}
