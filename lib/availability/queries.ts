import type { Actor } from "../access/actor.ts";
import { authorize } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { DAY, type Interval } from "../time/interval.ts";
import { toEpochDay, type LocalDay } from "../time/local-day.ts";
import { IN_DIRECTORY } from "./listed.ts";
import { freeTimes, type BusyTime, type ScheduleFacts, type VisitShape } from "./rules.ts";
import type { SlotsInput } from "./schema.ts";
import { slotView, type SlotsView } from "./views.ts";

/** A visit type, with the shape that the rules ask for. Durations in minutes. */
export interface VisitTypeFacts extends VisitShape {
  id: string;
  name: string;
  bookableOnline: boolean;
}

/** A practitioner's schedule with all that decides and describes a booking. */
export interface PractitionerSchedule extends ScheduleFacts {
  doctorId: string;
  fullName: string;
  specialization: string;
  biography: string;
  languages: string[];
  /** Since when there is a photo, if there is one. */
  photoAt: Date | null;
  clinic: { id: string; name: string; address: string; phone: string | null };
  /** Whether the doctor is in the directory, see `IN_DIRECTORY`. */
  isListed: boolean;
  approval: "manual" | "automatic";
  cutoffMinutes: number;
  requestTtlMinutes: number;
  /** Counts the changes of hours, visit types, time off and rules. */
  scheduleVersion: number;
  /** In the order in which they are offered; the first is the default. */
  visitTypes: VisitTypeFacts[];
}

/**
 * The schedules of practitioners, by id, with what occupies them in `window` (instants in
 * milliseconds; nothing without one). One statement, however many practitioners.
 *
 * For callers that have already authorized their actor; it tells of taken times only when.
 */
export async function loadSchedules(
  tx: Tx,
  doctorIds: string[],
  window: Interval | null,
  /**
   * False to include doctors who are not in the directory: where schedules are set up, and for appointments
   * that exist already.
   */
  { listed } = { listed: true },
): Promise<Map<string, PractitionerSchedule>> {
  const rows = await tx.$queryRaw<(Omit<PractitionerSchedule, "busy"> & Taken)[]>`
    SELECT d.id AS "doctorId", d.full_name AS "fullName", d.specialization, d.biography, d.languages, d.accepting_patients AS "acceptingPatients",
      ${IN_DIRECTORY} AS "isListed",
      d.approval::text AS approval, d.minimum_notice_minutes AS "minimumNoticeMinutes", d.horizon_days AS "horizonDays",
      d.cutoff_minutes AS "cutoffMinutes", d.request_ttl_minutes AS "requestTtlMinutes", d.schedule_version AS "scheduleVersion", c.time_zone AS "timeZone",
      json_build_object('id', c.id, 'name', c.name, 'address', c.address, 'phone', c.phone) AS clinic,
      (SELECT coalesce(json_agg(v), '[]') FROM (
          SELECT id, name, minutes, step_minutes AS step, buffer_before_minutes AS "bufferBefore",
            buffer_after_minutes AS "bufferAfter", bookable_online AS "bookableOnline"
          FROM visit_types WHERE doctor_id = d.id AND retired_at IS NULL ORDER BY position, name) v) AS "visitTypes",
      (SELECT coalesce(json_agg(w), '[]') FROM (
          SELECT weekday, from_minute AS "fromMinute", to_minute AS "toMinute", valid_from AS "validFrom", valid_until AS "validUntil"
          FROM working_hours WHERE doctor_id = d.id) w) AS blocks,
      (SELECT updated_at FROM doctor_photos WHERE doctor_id = d.id) AS "photoAt",
      b.taken
    FROM doctors d JOIN clinics c ON c.id = d.clinic_id
      LEFT JOIN busy_times(${doctorIds}::uuid[], ${instant(window?.start)}, ${instant(window?.end)}) b ON b.doctor_id = d.id
    WHERE d.id = ANY (${doctorIds}::uuid[]) AND (${IN_DIRECTORY} OR NOT ${listed})`;
  return new Map(rows.map(({ taken, ...row }) => [row.doctorId, { ...row, busy: busyOf(taken) }]));
}

/**
 * The same for one practitioner, whose id may be written in capitals: the database does not answer with them.
 *
 * @throws DomainError `not_found`
 */
export async function loadSchedule(
  tx: Tx,
  doctorId: string,
  ...more: [window: Interval | null, whose?: { listed: boolean }]
): Promise<PractitionerSchedule> {
  if (!isId(doctorId)) throw new DomainError("not_found");
  const [schedule] = (await loadSchedules(tx, [doctorId], ...more)).values();
  if (!schedule) throw new DomainError("not_found");
  return schedule;
}

/** What occupies practitioners in `window`, by id. */
export async function loadBusy(
  tx: Tx,
  doctorIds: string[],
  window: Interval,
): Promise<Map<string, BusyTime[]>> {
  const rows = await tx.$queryRaw<({ doctorId: string } & Taken)[]>`
    SELECT doctor_id AS "doctorId", taken
    FROM busy_times(${doctorIds}::uuid[], ${new Date(window.start)}, ${new Date(window.end)})`;
  return new Map(rows.map(({ doctorId, taken }) => [doctorId, busyOf(taken)]));
}

const instant = (at?: number): Date | null => (at === undefined ? null : new Date(at));

/** As `busy_times` writes it: compact, since a search reads those of hundreds of practitioners. */
interface Taken {
  taken:
    | [
        start: number,
        end: number,
        bufferBefore: number,
        bufferAfter: number,
        kind: BusyTime["kind"],
      ][]
    | null;
}

function busyOf(taken: Taken["taken"]): BusyTime[] {
  return (taken ?? []).map(([start, end, bufferBefore, bufferAfter, kind]) => ({
    start,
    end,
    bufferBefore,
    bufferAfter,
    kind,
  }));
}

/**
 * A practitioner's free times, by the clinic's days.
 *
 * @throws DomainError `not_found` for no such practitioner or visit type (patients see only those
 * that can be booked online).
 */
export async function listSlots(
  actor: Actor,
  doctorId: string,
  { from, to, visitType: wanted }: SlotsInput,
  now: Date,
): Promise<SlotsView> {
  authorize(actor, "slot.read");
  const schedule = await asActor(actor, (tx) => loadSchedule(tx, doctorId, daysWindow(from, to)));
  const visitType = schedule.visitTypes.find(
    ({ id, bookableOnline }) => bookableOnline && (wanted === undefined || id === wanted),
  );
  if (!visitType) throw new DomainError("not_found");
  return slotsView(schedule, visitType, { from, to }, now);
}

/** The free times of a schedule that is loaded, as they leave the server. */
export function slotsView(
  schedule: PractitionerSchedule,
  visitType: VisitShape & { id: string; name: string },
  range: { from: LocalDay; to: LocalDay },
  now: Date,
): SlotsView {
  return {
    timeZone: schedule.timeZone,
    visitType: { id: visitType.id, name: visitType.name, minutes: visitType.minutes },
    slots: [...freeTimes(schedule, visitType, range, now.getTime())].map(slotView),
  };
}

/** Instants that surely hold the clinic's days `from` to `to` and the visits that end after them. */
export function daysWindow(from: LocalDay, to: LocalDay): Interval {
  return { start: (toEpochDay(from) - 1) * DAY, end: (toEpochDay(to) + 3) * DAY };
}
