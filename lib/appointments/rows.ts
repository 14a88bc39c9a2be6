import type { UserActor } from "../access/actor.ts";
import { appointmentScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment } from "../page.ts";
import { isId } from "../schema.ts";
import type { AppointmentRow } from "./views.ts";

// Reading appointments: every statement carries the actor's scope, and conditions are fragments over
// `a` (the appointment) and `c` (its clinic).

const SOONEST_FIRST = Prisma.sql`a.starts_at, a.id`;
/** The order of pages; `afterCursor` goes on in it. */
export const NEWEST_FIRST = Prisma.sql`a.starts_at DESC, a.id DESC`;

/** One row in the actor's scope, for queries and commands. @throws DomainError `not_found` */
export async function loadAppointment(
  tx: Tx,
  actor: UserActor,
  id: string,
): Promise<AppointmentRow> {
  if (!isId(id)) throw new DomainError("not_found");
  const [row] = await selectAppointments(tx, actor, [Prisma.sql`a.id = ${id}::uuid`], { limit: 1 });
  if (!row) throw new DomainError("not_found");
  return row;
}

/** Rows in the actor's scope that meet all conditions (over `a`; `c` is the clinic). */
export async function selectAppointments(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  { limit, order = SOONEST_FIRST }: { limit: number; order?: Prisma.Sql },
): Promise<AppointmentRow[]> {
  const where = Prisma.join([appointmentScope(actor), ...conditions], " AND ");
  const rows = await tx.$queryRaw<AppointmentRow[]>`
    SELECT a.id, a.status::text AS status, a.version, a.starts_at AS "startsAt", a.ends_at AS "endsAt", a.reason,
      a.status_reason AS "statusReason", a.expires_at AS "expiresAt", a.proposed_starts AS "proposedStarts",
      a.overbooked, a.overbook_reason AS "overbookReason", a.agreed,
      a.created_at AS "createdAt", a.updated_at AS "updatedAt",
      d.id AS "doctorId", d.full_name AS "doctorName", d.specialization, d.approval::text AS approval,
      d.cutoff_minutes AS "cutoffMinutes", p.id AS "patientId", p.full_name AS "patientName",
      c.id AS "clinicId", c.name AS "clinicName", c.address AS "clinicAddress", c.phone AS "clinicPhone", c.time_zone AS "timeZone",
      v.id AS "visitTypeId", v.name AS "visitTypeName", v.step_minutes AS step,
      v.buffer_before_minutes AS "bufferBefore", v.buffer_after_minutes AS "bufferAfter",
      (extract(epoch FROM a.ends_at - a.starts_at) / 60)::int AS minutes
    FROM appointments a
      JOIN doctors d ON d.id = a.doctor_id
      JOIN patients p ON p.id = a.patient_id
      JOIN clinics c ON c.id = a.clinic_id
      JOIN visit_types v ON v.id = a.visit_type_id
    WHERE ${where} ORDER BY ${order} LIMIT ${limit}`;
  return rows.map(readable);
}

function readable(row: AppointmentRow): AppointmentRow {
  const { reason, status_reason, overbook_reason } = unsealed("appointments", row.id, {
    reason: row.reason,
    status_reason: row.statusReason,
    overbook_reason: row.overbookReason,
  });
  return { ...row, reason, statusReason: status_reason, overbookReason: overbook_reason };
}

/** What lies behind the place that a page of `NEWEST_FIRST` ended with. @throws DomainError `invalid` */
export function afterCursor(cursor: string | undefined): Prisma.Sql[] {
  if (!cursor) return [];
  const { at, id } = decodeMoment(cursor);
  return [Prisma.sql`(a.starts_at, a.id) < (${at}, ${id}::uuid)`];
}

export const placeOf = ({ startsAt, id }: AppointmentRow) => ({ sort: startsAt.toISOString(), id });

/** The clock may not have come round yet: a request past its expiry is expired all the same. */
export function unexpired(now: Date): Prisma.Sql {
  return Prisma.sql`(a.expires_at IS NULL OR a.expires_at > ${now})`;
}

export function startsWithin(from: Date, to: Date): Prisma.Sql[] {
  return [Prisma.sql`a.starts_at >= ${from}`, Prisma.sql`a.starts_at < ${to}`];
}
