import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import type { Page } from "../page.ts";
import { DAY } from "../time/interval.ts";
import { countByStatus, countWaiting, type Counts } from "./count-rows.ts";
import { pageAppointments, selectAppointments, unexpired } from "./rows.ts";
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
    const past = await pageAppointments(tx, actor, [Prisma.sql`NOT ${ahead}`], { cursor, limit });
    const view = (row: AppointmentRow) => appointmentView(row, actor, now.getTime());
    return {
      upcoming: upcoming.map(view),
      past: { items: past.items.map(view), nextCursor: past.nextCursor },
    };
  });
}

/** How the clinics stand, for admins; alerts are those of the last 30 days. */
export interface AdminOverview extends Counts {
  /** The requests that expire first. */
  expiring: AppointmentView[];
  /** Appointments of the last 30 days by status. */
  byStatus: { status: Status; count: number }[];
}

export async function getAdminOverview(actor: Actor, now: Date): Promise<AdminOverview> {
  authorizeUser(actor, "overview.read");
  return asActor(actor, async (tx) => {
    const monthAgo = new Date(now.getTime() - 30 * DAY);
    const soon = new Date(now.getTime() + DAY);
    const counts = await countWaiting(tx, now, { soon, alertsFrom: monthAgo });
    const byStatus = await countByStatus(tx, monthAgo, now);
    const expiring = await selectAppointments(
      tx,
      actor,
      [Prisma.sql`a.status = 'pending'`, unexpired(now)],
      { limit: 10, order: Prisma.sql`a.expires_at, a.id` },
    );
    return {
      ...counts,
      byStatus,
      expiring: expiring.map((row) => appointmentView(row, actor, now.getTime())),
    };
  });
}
