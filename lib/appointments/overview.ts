import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { pageOf, type Page } from "../page.ts";
import { DAY } from "../time/interval.ts";
import {
  afterCursor,
  NEWEST_FIRST,
  placeOf,
  selectAppointments,
  startsWithin,
  unexpired,
} from "./rows.ts";
import type { Status } from "./rules.ts";
import { appointmentView, type AppointmentRow, type AppointmentView } from "./views.ts";

/** A patient's dashboard: what is ahead, soonest first, and a page of what is over. */
export interface PatientOverview {
  upcoming: AppointmentView[];
  past: Page<AppointmentView>;
}

export async function getPatientOverview(
  actor: Actor,
  cursor: string | undefined,
  now: Date,
): Promise<PatientOverview> {
  authorizeUser(actor, "appointment.read");
  const ahead = Prisma.sql`(a.status IN ('pending', 'confirmed') AND a.ends_at > ${now} AND ${unexpired(now)})`;
  const limit = 10;
  return asActor(actor, async (tx) => {
    const upcoming = cursor ? [] : await selectAppointments(tx, actor, [ahead], { limit: 50 });
    const past = await selectAppointments(
      tx,
      actor,
      [Prisma.sql`NOT ${ahead}`, ...afterCursor(cursor)],
      { order: NEWEST_FIRST, limit: limit + 1 },
    );
    const page = pageOf(past, limit, placeOf);
    const view = (row: AppointmentRow) => appointmentView(row, actor, now.getTime());
    return {
      upcoming: upcoming.map(view),
      past: { items: page.items.map(view), nextCursor: page.nextCursor },
    };
  });
}

/** How the clinics stand, for admins. */
export interface AdminOverview {
  /** Requests that wait for an answer, and visits that start within 24 hours. */
  waiting: number;
  soon: number;
  doctors: number;
  /** Doctors who applied and wait for a decision. */
  applications: number;
  /** Alerts of the last 30 days that no admin has acknowledged (lib/alerts), at most 100. */
  alerts: number;
  /** The requests that expire first. */
  expiring: AppointmentView[];
  /** Appointments of the last 30 days by status. */
  byStatus: { status: Status; count: number }[];
}

export async function getAdminOverview(actor: Actor, now: Date): Promise<AdminOverview> {
  authorizeUser(actor, "overview.read");
  const nextDay = new Date(now.getTime() + DAY);
  const monthAgo = new Date(now.getTime() - 30 * DAY);
  return asActor(actor, async (tx) => {
    const [counts] = await tx.$queryRaw<
      Pick<AdminOverview, "waiting" | "soon" | "doctors" | "applications" | "alerts">[]
    >`
      SELECT (SELECT count(*)::int FROM appointments WHERE status = 'pending' AND expires_at > ${now}) AS waiting,
        (SELECT count(*)::int FROM appointments WHERE status = 'confirmed' AND starts_at >= ${now} AND starts_at < ${nextDay}) AS soon,
        (SELECT count(*)::int FROM doctors WHERE verified_at IS NOT NULL) AS doctors,
        (SELECT count(*)::int FROM doctors WHERE verified_at IS NULL AND declined_at IS NULL AND closed_at IS NULL) AS applications,
        (SELECT count(*)::int FROM alerts_for_admins(true, NULL, 100) WHERE last_at > ${monthAgo}) AS alerts`;
    const byStatus = await tx.$queryRaw<{ status: Status; count: number }[]>`
      SELECT a.status::text AS status, count(*)::int AS count FROM appointments a
      WHERE ${Prisma.join(startsWithin(monthAgo, now), " AND ")} GROUP BY a.status ORDER BY count(*) DESC, a.status`;
    const expiring = await selectAppointments(
      tx,
      actor,
      [Prisma.sql`a.status = 'pending'`, unexpired(now)],
      { limit: 10, order: Prisma.sql`a.expires_at, a.id` },
    );
    return {
      waiting: counts?.waiting ?? 0,
      soon: counts?.soon ?? 0,
      doctors: counts?.doctors ?? 0,
      applications: counts?.applications ?? 0,
      alerts: counts?.alerts ?? 0,
      byStatus,
      expiring: expiring.map((row) => appointmentView(row, actor, now.getTime())),
    };
  });
}
