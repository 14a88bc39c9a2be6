import type { ActingRole, Role } from "../access/actor.ts";
import { DomainError } from "../errors.ts";
import { DAY, MINUTE } from "../time/interval.ts";

export const STATUSES = [
  "pending",
  "confirmed",
  "declined",
  "canceled",
  "completed",
  "no_show",
  "expired",
] as const;
export type Status = (typeof STATUSES)[number];

/** What can be asked of an appointment that exists. */
export const EVENTS = [
  "approve",
  "decline",
  "propose",
  "accept",
  "cancel",
  "reschedule",
  "reassign",
  "complete",
  "noShow",
] as const;
export type Event = (typeof EVENTS)[number];

/** What an event is called once it has happened: in the history, and in the database's lifecycle. */
export const HAPPENED = {
  approve: "approved",
  decline: "declined",
  propose: "proposed",
  accept: "accepted",
  cancel: "canceled",
  reschedule: "rescheduled",
  reassign: "reassigned",
  complete: "completed",
  noShow: "no_show",
} as const satisfies Record<Event, string>;

/**
 * The lifecycle: event x state x who, giving the status that follows. What is missing does not
 * happen. The database holds the same table (`appointment_transitions`) and a test compares them.
 */
const LIFECYCLE: Record<Event, Partial<Record<Status, Partial<Record<Role, Status>>>>> = {
  // What a doctor added is confirmed by an admin, or accepted by the patient (see refusalOf).
  approve: {
    pending: { doctor: "confirmed", admin: "confirmed" },
    confirmed: { admin: "confirmed" },
    completed: { admin: "completed" },
  },
  decline: { pending: { doctor: "declined", admin: "declined" } },
  // The request stays open, with other times to choose from; the patient's choice is certain.
  propose: { pending: { doctor: "pending", admin: "pending" } },
  accept: {
    pending: { patient: "confirmed" },
    confirmed: { patient: "confirmed" },
    completed: { patient: "completed" },
  },
  cancel: {
    pending: { patient: "canceled", doctor: "canceled", admin: "canceled" },
    confirmed: { patient: "canceled", doctor: "canceled", admin: "canceled" },
  },
  reschedule: {
    pending: { patient: "pending", doctor: "pending", admin: "pending" },
    // A patient's move asks anew; with a doctor who approves automatically it stands (see decide).
    confirmed: { patient: "pending", doctor: "confirmed", admin: "confirmed" },
  },
  // To another doctor, at the same time.
  reassign: { pending: { admin: "pending" }, confirmed: { admin: "confirmed" } },
  complete: {
    confirmed: { doctor: "completed", admin: "completed" },
    no_show: { doctor: "completed", admin: "completed" },
  },
  noShow: {
    confirmed: { doctor: "no_show", admin: "no_show" },
    completed: { doctor: "no_show", admin: "no_show" },
  },
};

/** What can have become of an appointment, and its status then. */
export const STATUS_AFTER = {
  complete: "completed",
  noShow: "no_show",
} as const satisfies Partial<Record<Event, Status>>;
export type Outcome = keyof typeof STATUS_AFTER;

/** Why another doctor cannot take an appointment. */
export const UNFIT = [
  "outside_hours",
  "time_off",
  "holiday",
  "booked",
  "held",
  "buffer",
  "other_clinic",
  "no_visit_type",
  "illegal_transition",
] as const;
export type WhyUnfit = (typeof UNFIT)[number];

/** How long a visit's outcome can still be corrected. */
const CORRECTION = DAY;
/** How long an outcome can be corrected that a periodic job assumed, because no one had recorded one. */
const ASSUMED_CORRECTION = 30 * DAY;

/** The event by which a periodic job completes an appointment that got no outcome in the period of its clinic. */
export const CLOSED = "closed";

/**
 * How many events an appointment has before it can no longer be moved to and fro: its history is read
 * at once. What leads to an end stays possible.
 */
export const MAX_EVENTS = 50;

/** What the rules need to know of an appointment; times in milliseconds. */
export interface AppointmentFacts {
  status: Status;
  /** How many events there have been. */
  version: number;
  startsAt: number;
  expiresAt: number | null;
  updatedAt: number;
  approval: "manual" | "automatic";
  cutoffMinutes: number;
  /** The starts that a counter-proposal offers instead. */
  proposals: number[];
  /** Whether the patient or an admin made or confirmed it. */
  agreed: boolean;
  /** Whether it was completed because no one recorded an outcome in time. */
  outcomeAssumed: boolean;
}

/**
 * The status that follows when somebody of `role` asks for `event` at `now`.
 *
 * @throws DomainError `illegal_transition` when the lifecycle has no such step, `too_late` for a
 * patient past the doctor's cut-off, `invalid` where staff must say why and do not.
 */
export function decide(
  event: Event,
  appointment: AppointmentFacts,
  role: ActingRole,
  now: number,
  reason: string | null = null,
): Status {
  const refusal = refusalOf(event, appointment, role, now);
  if (refusal) throw new DomainError(refusal);
  if (needsReason(event, appointment, role, now) && !reason?.trim()) {
    throw new DomainError("invalid", { issues: [{ path: "reason", message: "required" }] });
  }
  const next = nextStatus(event, appointment.status, role);
  if (next === undefined) throw new DomainError("illegal_transition");
  return event === "reschedule" && role === "patient" && appointment.approval === "automatic"
    ? "confirmed"
    : next;
}

/** Whether `event` would be allowed, for buttons that lead to it. */
export function permitted(
  event: Event,
  appointment: AppointmentFacts,
  role: ActingRole,
  now: number,
): boolean {
  return refusalOf(event, appointment, role, now) === null;
}

/** Declining always needs a reason; so does staff that cancels or moves when the patient no longer could. */
export function needsReason(
  event: Event,
  appointment: AppointmentFacts,
  role: ActingRole,
  now: number,
): boolean {
  return (
    event === "decline" ||
    ((event === "cancel" || event === "reschedule") &&
      role !== "patient" &&
      pastCutoff(appointment, now))
  );
}

/** When an unanswered request gives its time back: after its clock, but never past its start. */
export function requestExpiry(startsAt: number, requestTtlMinutes: number, now: number): number {
  return Math.min(startsAt, now + requestTtlMinutes * MINUTE);
}

/** The proposals that can still be accepted: those that have not begun. */
export function openProposals({ proposals }: AppointmentFacts, now: number): number[] {
  return proposals.filter((start) => start > now);
}

/** Why no record can be written about a visit. */
export type NoRecord = "visit_ahead" | "visit_canceled" | "visit_missed" | "visit_unanswered";

/**
 * Returns why no record can be written about a visit at `now`; null if the visit took place or has begun. If it
 * was marked as missed, its outcome has to be corrected first.
 */
export function noRecordReason(
  { status, startsAt }: Pick<AppointmentFacts, "status" | "startsAt">,
  now: number,
): NoRecord | null {
  if (status === "pending" || status === "expired") return "visit_unanswered";
  if (status === "canceled" || status === "declined") return "visit_canceled";
  if (status === "no_show") return "visit_missed";
  return now < startsAt ? "visit_ahead" : null;
}

function refusalOf(
  event: Event,
  appointment: AppointmentFacts,
  role: ActingRole,
  now: number,
): "illegal_transition" | "too_late" | null {
  if (nextStatus(event, appointment.status, role) === undefined) return "illegal_transition";
  if (appointment.version >= MAX_EVENTS && mayRepeat(event, appointment)) {
    return "illegal_transition";
  }
  // Expired already, even where the clock has not come round to it yet.
  if (appointment.expiresAt !== null && appointment.expiresAt <= now) return "illegal_transition";
  if (event === "accept" || event === "approve") {
    const open = event === "approve" || openProposals(appointment, now).length > 0;
    const answers = appointment.status === "pending" ? open : !appointment.agreed;
    if (!answers) return "illegal_transition";
  }
  if (event === "complete" || event === "noShow") {
    if (now < appointment.startsAt) return "illegal_transition";
    const corrects = appointment.status !== "confirmed";
    const period = appointment.outcomeAssumed ? ASSUMED_CORRECTION : CORRECTION;
    if (corrects && now > appointment.updatedAt + period) return "illegal_transition";
  }
  if (event === "reassign" && appointment.startsAt <= now) return "illegal_transition";
  // What has begun has taken its time: it has an outcome, or is canceled.
  if (event === "reschedule" && now >= appointment.startsAt) return "illegal_transition";
  if (event === "cancel" || event === "reschedule") {
    if (role === "patient" && pastCutoff(appointment, now)) return "too_late";
  }
  return null;
}

/** Whether an event can come again and again, alone or in turn with another one. */
function mayRepeat(event: Event, { status }: AppointmentFacts): boolean {
  if (event === "complete" || event === "noShow") return status !== "confirmed";
  return event === "reschedule" || event === "reassign" || event === "propose";
}

function nextStatus(event: Event, status: Status, role: ActingRole): Status | undefined {
  return role === "anonymous" ? undefined : LIFECYCLE[event][status]?.[role];
}

function pastCutoff(appointment: AppointmentFacts, now: number): boolean {
  return now > appointment.startsAt - appointment.cutoffMinutes * MINUTE;
}
