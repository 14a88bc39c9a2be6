import type { AppointmentView } from "../appointments/views.ts";
import type { Unavailable } from "../availability/rules.ts";
import type { SlotView } from "../availability/views.ts";
import { addDays, type LocalDay, type Weekday } from "../time/local-day.ts";

/** Weekly hours as people write them: `to` at or before `from` is on the next day. */
export interface BlockView {
  weekday: Weekday;
  from: string;
  to: string;
  validFrom: LocalDay | null;
  validUntil: LocalDay | null;
}

/** A visit type as its practitioner sets it up. Durations in minutes. */
export interface VisitTypeView {
  id: string;
  name: string;
  minutes: number;
  bufferBefore: number;
  bufferAfter: number;
  step: number;
  bookableOnline: boolean;
}

/** Weekly hours with the version of the schedule that they belong to. */
export interface WorkingHoursView {
  version: number;
  blocks: BlockView[];
}

/** Visit types with the version of the schedule that they belong to. */
export interface VisitTypesView {
  version: number;
  visitTypes: VisitTypeView[];
}

/** What decides about bookings besides the hours. */
export interface BookingRulesView {
  acceptingPatients: boolean;
  approval: "manual" | "automatic";
  minimumNoticeMinutes: number;
  horizonDays: number;
  cutoffMinutes: number;
  requestTtlMinutes: number;
}

/** Time away: instants in UTC, and the days and times that the clinic's calendar shows. */
export interface TimeOffView {
  id: string;
  startsAt: string;
  endsAt: string;
  /** Whole days of the clinic, `toDay` included; else the times that belong to the days. */
  wholeDays: boolean;
  fromDay: LocalDay;
  fromTime: string;
  toDay: LocalDay;
  toTime: string;
  reason: string | null;
}

/** A day on which the clinic is closed. */
export interface HolidayView {
  id: string;
  day: LocalDay;
  name: string;
}

/** A clinic with the days from today on on which it is closed. */
export interface ClinicHolidaysView {
  id: string;
  name: string;
  timeZone: string;
  holidays: HolidayView[];
}

/** A practitioner's schedule, for those who may change it. */
export interface ScheduleView {
  doctor: { id: string; name: string; specialization: string };
  clinic: { id: string; name: string; timeZone: string };
  /** Counts the changes; sent along with a change, it is refused if another one came first. */
  version: number;
  blocks: BlockView[];
  visitTypes: VisitTypeView[];
  rules: BookingRulesView;
  /** What is not over yet, the soonest first. */
  timeOff: TimeOffView[];
  holidays: HolidayView[];
}

/** An agreed visit that a change of schedule leaves outside of it, and where it could go. */
export interface AffectedVisit {
  appointment: AppointmentView;
  why: Unavailable;
  /** The best first. Each is free under the changed schedule, and the patient is free then. */
  alternatives: SlotView[];
}

/** What a change of schedule does to visits. Not applied: it waits for decisions about them. */
export interface Impact {
  applied: boolean;
  affected: AffectedVisit[];
}

/** Why one time is or is not offered. */
export interface TimeExplained {
  startsAt: string;
  endsAt: string;
  date: LocalDay;
  time: string;
  visitType: { id: string; name: string; minutes: number };
  offered: boolean;
  reasons: {
    why: Unavailable;
    /** What has the time, where something does: a visit the actor may open, time off, a holiday. */
    appointment?: { id: string; patient: string; startsAt: string; endsAt: string };
    label?: string;
  }[];
  /** The hours of that day, as written, for the reader's eye. */
  hours: { from: string; to: string }[];
}

/** What comes next that is not as every week: time off, a holiday, or hours that change. */
export interface NextException {
  day: LocalDay;
  kind: "time_off" | "holiday" | "hours";
  label: string | null;
}

/** The next exception of a schedule from `today` on; null if every week is like the last. */
export function nextException(
  { timeOff, holidays, blocks }: ScheduleView,
  today: LocalDay,
): NextException | null {
  const coming: NextException[] = [
    ...timeOff.map(({ fromDay, reason }) => ({
      day: fromDay > today ? fromDay : today,
      kind: "time_off" as const,
      label: reason,
    })),
    ...holidays.map(({ day, name }) => ({ day, kind: "holiday" as const, label: name })),
    ...blocks
      .flatMap(({ validFrom, validUntil }) => [validFrom, validUntil && addDays(validUntil, 1)])
      .flatMap((day) => (day && day > today ? [{ day, kind: "hours" as const, label: null }] : [])),
  ];
  return coming.toSorted((a, b) => a.day.localeCompare(b.day))[0] ?? null;
}
