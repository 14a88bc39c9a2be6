import type { UserActor, Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeCount, type Page } from "../page.ts";
import type { PageRequest } from "../schema.ts";
import { addDays, type LocalDay } from "../time/local-day.ts";
import { dayInterval, localDay } from "../time/zone.ts";
import { loadCareOf } from "./count-rows.ts";
import { loadEvents, pageEvents } from "./event-rows.ts";
import {
  loadAppointment,
  pageAppointments,
  selectAppointments,
  startsWithin,
  unexpired,
  withoutOutcome,
} from "./rows.ts";
import type { AppointmentFilter } from "./schema.ts";
import { appointmentView, type AppointmentEventView, type AppointmentView } from "./views.ts";

/**
 * One appointment in the actor's scope, with its history, the records about it that its sides and admins
 * may open (that there are some, not what they say), whether the actor is a doctor who treats the patient,
 * and whether its doctor is in the directory (`listed`).
 *
 * @throws DomainError `not_found`
 */
export async function getAppointment(
  actor: Actor,
  id: string,
  now: Date,
): Promise<{
  appointment: AppointmentView;
  events: AppointmentEventView[];
  records: { id: string }[];
  treated: boolean;
  listed: boolean;
}> {
  authorizeUser(actor, "appointment.read");
  return asActor(actor, async (tx) => {
    const row = await loadAppointment(tx, actor, id);
    return {
      appointment: appointmentView(row, actor, now.getTime()),
      events: (await loadEvents(tx, actor, [row])).get(id) ?? [],
      ...(await loadCareOf(tx, row)),
    };
  });
}

/** The same without all that a page shows beside it. @throws DomainError `not_found` */
export async function readAppointment(
  actor: Actor,
  id: string,
  now: Date,
): Promise<AppointmentView> {
  authorizeUser(actor, "appointment.read");
  const row = await asActor(actor, (tx) => loadAppointment(tx, actor, id));
  return appointmentView(row, actor, now.getTime());
}

/** What has happened to it, the first step first, a page at a time. @throws DomainError `not_found`, `invalid` */
export async function listAppointmentEvents(
  actor: Actor,
  id: string,
  { cursor, limit }: PageRequest,
): Promise<Page<AppointmentEventView>> {
  authorizeUser(actor, "appointment.read");
  const after = decodeCount(cursor);
  return asActor(actor, async (tx) => {
    const row = await loadAppointment(tx, actor, id);
    return pageEvents(tx, actor, row, { after, limit });
  });
}

/**
 * The appointments in the actor's scope that match, newest start first, a page at a time. For administrators
 * without words; a list of others' is noted.
 */
export async function listAppointments(
  actor: Actor,
  filter: AppointmentFilter,
  now: Date,
): Promise<Page<AppointmentView>> {
  authorizeUser(actor, "appointment.read");
  const { items, nextCursor } = await asActor(actor, (tx) =>
    pageAppointments(tx, actor, filterConditions(filter, now), filter),
  );
  return { items: items.map((row) => appointmentView(row, actor, now.getTime())), nextCursor };
}

/** A doctor's working view. Times are the clinic's. */
export interface DoctorDay {
  timeZone: string;
  today: LocalDay;
  /** Requests to decide, the soonest visit first. */
  requests: AppointmentView[];
  /** Today's visits, whatever became of them. */
  visits: AppointmentView[];
  /** Confirmed visits of the following days. */
  upcoming: AppointmentView[];
  /** Visits that are over and need an outcome, the oldest first; at most one more than are shown. */
  openEnds: AppointmentView[];
}

/** How many visits without an outcome the dashboard shows. */
export const OPEN_ENDS_ON_DASHBOARD = 10;

/** What a doctor needs on the dashboard: requests, today, and the next seven days. */
export async function getDoctorDay(actor: Actor, now: Date): Promise<DoctorDay> {
  authorizeUser(actor, "practice-day.read");
  return asActor(actor, async (tx) => {
    const timeZone = await zoneOf(tx, actor);
    const today = localDay(timeZone, now.getTime());
    const day = dayInterval(timeZone, today);
    const week = dayInterval(timeZone, addDays(today, 7));
    const requested = [Prisma.sql`a.status = 'pending'`, unexpired(now)];
    const planned = [
      Prisma.sql`a.status IN ('confirmed', 'completed', 'no_show')`,
      ...startsWithin(new Date(day.start), new Date(week.end)),
    ];
    const [requests, visits, openEnds] = [
      await selectAppointments(tx, actor, requested, { limit: 100 }),
      await selectAppointments(tx, actor, planned, { limit: 400 }),
      await selectAppointments(tx, actor, withoutOutcome(now), {
        limit: OPEN_ENDS_ON_DASHBOARD + 1,
      }),
    ].map((rows) => rows.map((row) => appointmentView(row, actor, now.getTime())));
    const isToday = ({ startsAt }: AppointmentView) => Date.parse(startsAt) < day.end;
    return {
      timeZone,
      today,
      requests: requests ?? [],
      visits: visits?.filter(isToday) ?? [],
      upcoming: visits?.filter((visit) => !isToday(visit)) ?? [],
      openEnds: openEnds ?? [],
    };
  });
}

async function zoneOf(tx: Tx, actor: UserActor): Promise<string> {
  const doctor = await tx.doctor.findFirst({
    where: { userId: actor.userId },
    select: { clinic: { select: { timeZone: true } } },
  });
  if (!doctor) throw new DomainError("not_found");
  return doctor.clinic.timeZone;
}

function filterConditions(filter: AppointmentFilter, now: Date): Prisma.Sql[] {
  const conditions: Prisma.Sql[] = [];
  const { status, from, to, doctor, patient, clinic, needs } = filter;
  if (status === "expired") {
    conditions.push(Prisma.sql`(a.status = 'expired' OR NOT ${unexpired(now)})`);
  } else if (status === "pending") {
    conditions.push(Prisma.sql`a.status = 'pending'`, unexpired(now));
  } else if (status) {
    conditions.push(Prisma.sql`a.status = ${status}::appointment_status`);
  }
  // Days are the clinic's; the plain bounds around them are for the index.
  if (from instanceof Date) conditions.push(Prisma.sql`a.starts_at >= ${from}`);
  else if (from) {
    conditions.push(
      Prisma.sql`a.starts_at >= ${from}::date - interval '1 day'`,
      Prisma.sql`(a.starts_at AT TIME ZONE c.time_zone)::date >= ${from}::date`,
    );
  }
  if (to instanceof Date) conditions.push(Prisma.sql`a.starts_at < ${to}`);
  else if (to) {
    conditions.push(
      Prisma.sql`a.starts_at < ${to}::date + interval '2 days'`,
      Prisma.sql`(a.starts_at AT TIME ZONE c.time_zone)::date <= ${to}::date`,
    );
  }
  if (doctor) conditions.push(Prisma.sql`a.doctor_id = ${doctor}::uuid`);
  if (patient) conditions.push(Prisma.sql`a.patient_id = ${patient}::uuid`);
  if (clinic) conditions.push(Prisma.sql`a.clinic_id = ${clinic}::uuid`);
  if (needs === "outcome") conditions.push(...withoutOutcome(now));
  return conditions;
}
