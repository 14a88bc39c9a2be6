import { roleOf, type Actor, type Role } from "../access/actor.ts";
import type { SlotsView, SlotView } from "../availability/views.ts";
import type { PatientChoice } from "../people/views.ts";
import type { VisitShape } from "../availability/rules.ts";
import type { Interval } from "../time/interval.ts";
import { localDay, localTime } from "../time/zone.ts";
import {
  decide,
  EVENTS,
  needsReason,
  openProposals,
  permitted,
  type AppointmentFacts,
  type Event,
  type Status,
  type WhyUnfit,
} from "./rules.ts";

/** An appointment as it leaves the server, for pages and the API alike. Instants are RFC 3339 in UTC. */
export interface AppointmentView {
  id: string;
  status: Status;
  version: number;
  doctor: { id: string; name: string; specialization: string };
  patient: { id: string; name: string; preferredName: string | null; pronouns: string | null };
  clinic: { id: string; name: string; timeZone: string; address: string; phone: string | null };
  visitType: { id: string; name: string; minutes: number };
  startsAt: string;
  endsAt: string;
  /** The day and time that the clinic's calendar and clocks show at the start. */
  date: string;
  time: string;
  /** Of the patient; as all words of an appointment, null in the lists of administrators. */
  reason: string | null;
  /** What was said with the last change: why it was declined, canceled or moved. */
  statusReason: string | null;
  /** Other times that the practice offers instead, to be accepted until the request expires. */
  proposals: { startsAt: string; endsAt: string; date: string; time: string }[];
  expiresAt: string | null;
  /** Whether it counts as completed only because no one recorded an outcome in the clinic's period. */
  outcomeAssumed: boolean;
  /** When a confirmed one is closed if no outcome is recorded; null if it needs no outcome. */
  closesAt: string | null;
  /** Put by staff where the rules would not: the only way two visits of a doctor may overlap. */
  overbooked: boolean;
  /** Why; for staff alone. */
  overbookReason: string | null;
  /** What the actor may do with it now. Nobody else works this out again. */
  permits: Record<Event, boolean>;
  /** Whether staff must say why when they cancel or move it now. */
  changeNeedsReason: boolean;
  /** Whether a move by the actor would wait for the doctor's answer again. */
  asksAnewWhenMoved: boolean;
  /** Until when the patient may cancel or move it. */
  changeableUntil: string;
  createdAt: string;
  updatedAt: string;
}

/** Where an appointment stands: its sides, status, times and visit type; no name of a patient, no words. */
export interface PlacedRow {
  id: string;
  status: Status;
  version: number;
  doctorId: string;
  doctorName: string;
  specialization: string;
  approval: "manual" | "automatic";
  cutoffMinutes: number;
  patientId: string;
  clinicId: string;
  clinicName: string;
  clinicAddress: string;
  clinicPhone: string | null;
  timeZone: string;
  visitTypeId: string;
  visitTypeName: string;
  /** How long this visit is, whatever its type is set to by now. */
  minutes: number;
  step: number;
  bufferBefore: number;
  bufferAfter: number;
  startsAt: Date;
  endsAt: Date;
  expiresAt: Date | null;
  proposedStarts: Date[];
  overbooked: boolean;
  agreed: boolean;
  outcomeAssumed: boolean;
  closesAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

/** An appointment as `rows.ts` reads it. */
export interface AppointmentRow extends PlacedRow {
  patientName: string;
  preferredName: string | null;
  pronouns: string | null;
  /** Null in lists of administrators, as are the other words. */
  reason: string | null;
  statusReason: string | null;
  overbookReason: string | null;
}

export function factsOf(row: PlacedRow): AppointmentFacts {
  return {
    status: row.status,
    version: row.version,
    startsAt: row.startsAt.getTime(),
    expiresAt: row.expiresAt?.getTime() ?? null,
    updatedAt: row.updatedAt.getTime(),
    approval: row.approval,
    cutoffMinutes: row.cutoffMinutes,
    proposals: row.proposedStarts.map((start) => start.getTime()),
    agreed: row.agreed,
    outcomeAssumed: row.outcomeAssumed,
  };
}

/** The kind of visit that is agreed: kept when it moves, with its length, even if retired meanwhile. */
export function visitOf(row: PlacedRow): AgreedVisit {
  const { visitTypeId: id, visitTypeName: name, minutes, step, bufferBefore, bufferAfter } = row;
  return { id, name, minutes, step, bufferBefore, bufferAfter };
}

/** What an agreed visit needs, in minutes, and what it is called. */
export interface AgreedVisit extends VisitShape {
  id: string;
  name: string;
}

/** The times that an appointment occupies itself: its own, and those that are held for it. */
export function timesOf({ startsAt, endsAt, proposedStarts }: PlacedRow): Interval[] {
  const length = endsAt.getTime() - startsAt.getTime();
  return [startsAt, ...proposedStarts].map((start) => ({
    start: start.getTime(),
    end: start.getTime() + length,
  }));
}

export function appointmentView(row: AppointmentRow, actor: Actor, now: number): AppointmentView {
  const facts = factsOf(row);
  const role = roleOf(actor);
  const allows = (event: Event) => permitted(event, facts, role, now);
  return {
    id: row.id,
    // A request past its clock is expired, even if the clock has not come round to it.
    status: facts.expiresAt !== null && facts.expiresAt <= now ? "expired" : row.status,
    version: row.version,
    doctor: { id: row.doctorId, name: row.doctorName, specialization: row.specialization },
    patient: {
      id: row.patientId,
      name: row.patientName,
      preferredName: row.preferredName,
      pronouns: row.pronouns,
    },
    clinic: {
      id: row.clinicId,
      name: row.clinicName,
      timeZone: row.timeZone,
      address: row.clinicAddress,
      phone: row.clinicPhone,
    },
    visitType: { id: row.visitTypeId, name: row.visitTypeName, minutes: row.minutes },
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    date: localDay(row.timeZone, facts.startsAt),
    time: localTime(row.timeZone, facts.startsAt),
    reason: row.reason,
    statusReason: row.statusReason,
    proposals: openProposals(facts, now).map((start) => ({
      startsAt: new Date(start).toISOString(),
      endsAt: new Date(start + row.endsAt.getTime() - facts.startsAt).toISOString(),
      date: localDay(row.timeZone, start),
      time: localTime(row.timeZone, start),
    })),
    expiresAt: row.expiresAt?.toISOString() ?? null,
    outcomeAssumed: row.outcomeAssumed,
    closesAt: row.status === "confirmed" ? row.closesAt.toISOString() : null,
    overbooked: row.overbooked,
    overbookReason: role === "patient" ? null : row.overbookReason,
    permits: Object.fromEntries(EVENTS.map((event) => [event, allows(event)])) as Record<
      Event,
      boolean
    >,
    changeNeedsReason: needsReason("cancel", facts, role, now),
    asksAnewWhenMoved:
      allows("reschedule") && decide("reschedule", facts, role, now, "any") === "pending",
    changeableUntil: new Date(facts.startsAt - row.cutoffMinutes * 60_000).toISOString(),
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** One step of an appointment's history. */
export interface AppointmentEventView {
  version: number;
  type: string;
  at: string;
  /** Null for the clock. */
  byRole: Role | null;
  reason: string | null;
  fromStatus: Status | null;
  toStatus: Status;
  fromStartsAt: string | null;
  toStartsAt: string;
  /** With `reassigned`: the doctor before, and the one from then on. */
  fromDoctor: { id: string; name: string } | null;
  toDoctor: { id: string; name: string } | null;
  /** With `proposed`: the starts that were offered. */
  proposedStarts: string[];
  overbooked: boolean;
  /** Why; for staff alone. */
  overbookReason: string | null;
}

/**
 * What becomes of a time that somebody asks for: it is free, or why it is not, with the nearest that
 * are. `asked` is null for a time that the clinic's clocks skip.
 */
export type TimePreview =
  | { slot: SlotView }
  | {
      why: string;
      asked: { startsAt: string; endsAt: string } | null;
      alternatives: { startsAt: string; endsAt: string }[];
      /** Whether the actor may take it all the same, with a reason. */
      overbookable: boolean;
    };

/** A practitioner with whom staff adds a visit, and everything they do, bookable online or not. */
export interface DeskDoctor {
  id: string;
  name: string;
  timeZone: string;
  approval: "manual" | "automatic";
  visitTypes: { id: string; name: string; minutes: number }[];
}

/** The free times of a week, and what becomes of the time that was asked for. */
export interface DeskTimes {
  week: { days: string[]; previous: string | undefined; next: string };
  slots: SlotsView;
  preview: TimePreview | null;
}

/** Staff adds a visit: what is known so far, and what there is to choose from next. */
export interface DeskView {
  /** Who was found; null before anybody was looked for. */
  found: PatientChoice[] | null;
  patient: PatientChoice | null;
  doctors: { id: string; name: string }[];
  doctor: DeskDoctor | null;
  times: DeskTimes | null;
}

/** A disabled doctor with how many appointments lie ahead, and the instant of the next one. */
export interface DisabledDoctor {
  userId: string;
  name: string;
  /** At most 200. */
  count: number;
  next: string;
  timeZone: string;
}

/** Whose appointments: of a doctor or of a patient. */
export type Party = { doctorId: string } | { patientId: string };

/** An appointment that another doctor cannot take. */
export interface Unfit {
  id: string;
  startsAt: string;
  why: WhyUnfit;
}
