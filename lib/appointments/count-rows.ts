import type { UserActor } from "../access/actor.ts";
import { appointmentScope, treats } from "../access/scope.ts";
import { IN_DIRECTORY } from "../availability/listed.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { startsWithin, unexpired, withoutOutcome } from "./rows.ts";
import type { Status } from "./rules.ts";
import type { DisabledDoctor, PlacedRow } from "./views.ts";

// Numbers and ids of appointments, which tell of no patient and so are not noted.

/** How the clinics stand. */
export interface Counts {
  /** Requests that wait for an answer, and visits that start soon. */
  waiting: number;
  soon: number;
  doctors: number;
  /** Doctors who applied and wait for a decision. */
  applications: number;
  /** Appointments that are over and have no outcome, counted to at most 1,000. */
  openEnds: number;
  /** Doctors who cannot sign in and have appointments ahead, those with the next one first; at most 20. */
  disabledDoctors: DisabledDoctor[];
  /** Alerts that no admin has acknowledged (lib/alerts), at most 100. */
  alerts: number;
}

/** The doctors and appointments that `countWaiting` looks at, at most. */
const MAX_OPEN_ENDS = 1_000;
const MAX_DISABLED_DOCTORS = 20;
const MAX_AHEAD_OF_ONE = 200;

/** Counts what waits at `now`, what starts before `soon`, and the alerts since `alertsFrom`. */
export async function countWaiting(
  tx: Tx,
  now: Date,
  { soon, alertsFrom }: { soon: Date; alertsFrom: Date },
): Promise<Counts> {
  const [counts] = await tx.$queryRaw<Counts[]>`
    SELECT (SELECT count(*)::int FROM appointments WHERE status = 'pending' AND expires_at > ${now}) AS waiting,
      (SELECT count(*)::int FROM appointments WHERE status = 'confirmed' AND starts_at >= ${now} AND starts_at < ${soon}) AS soon,
      (SELECT count(*)::int FROM doctors d WHERE ${IN_DIRECTORY}) AS doctors,
      (SELECT count(*)::int FROM doctors WHERE verified_at IS NULL AND declined_at IS NULL AND closed_at IS NULL) AS applications,
      (SELECT count(*)::int FROM (SELECT FROM appointments a WHERE ${Prisma.join(withoutOutcome(now), " AND ")} LIMIT ${MAX_OPEN_ENDS}) ended) AS "openEnds",
      (SELECT coalesce(json_agg(d ORDER BY d.next, d.name), '[]') FROM (
          SELECT d.user_id AS "userId", d.full_name AS name, ahead.count, to_json(ahead.next AT TIME ZONE 'UTC') #>> '{}' || 'Z' AS next, c.time_zone AS "timeZone"
          FROM doctors d JOIN clinics c ON c.id = d.clinic_id CROSS JOIN LATERAL (
            SELECT count(*)::int AS count, min(starts_at) AS next FROM (
              SELECT a.starts_at FROM appointments a
              WHERE a.doctor_id = d.id AND a.status IN ('pending', 'confirmed') AND a.starts_at > ${now} AND ${unexpired(now)}
              ORDER BY a.starts_at LIMIT ${MAX_AHEAD_OF_ONE}) a) ahead
          WHERE d.disabled_at IS NOT NULL AND ahead.count > 0
          ORDER BY ahead.next LIMIT ${MAX_DISABLED_DOCTORS}) d) AS "disabledDoctors",
      (SELECT count(*)::int FROM alerts_for_admins(true, NULL, 100) WHERE last_at > ${alertsFrom}) AS alerts`;
  if (!counts) throw new DomainError("internal");
  const disabledDoctors = counts.disabledDoctors.map((doctor) => ({
    ...doctor,
    next: new Date(doctor.next).toISOString(),
  }));
  return { ...counts, disabledDoctors };
}

/** The appointments that start in a time, by status. */
export async function countByStatus(
  tx: Tx,
  from: Date,
  to: Date,
): Promise<{ status: Status; count: number }[]> {
  return tx.$queryRaw<{ status: Status; count: number }[]>`
    SELECT a.status::text AS status, count(*)::int AS count FROM appointments a
    WHERE ${Prisma.join(startsWithin(from, to), " AND ")} GROUP BY a.status ORDER BY count(*) DESC, a.status`;
}

/** How many visits and open requests of a doctor are not over yet, of those in the actor's scope. */
export async function countVisitsAhead(
  tx: Tx,
  actor: UserActor,
  doctorId: string,
  now: Date,
): Promise<number> {
  const [row] = await tx.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM appointments a
    WHERE ${appointmentScope(actor)} AND a.doctor_id = ${doctorId}::uuid AND a.ends_at > ${now}
      AND a.status IN ('pending', 'confirmed') AND ${unexpired(now)}`;
  return row?.count ?? 0;
}

/** How many records about it stand beside an appointment. */
const MAX_RECORDS_SHOWN = 20;

/**
 * The ids of the records about an appointment that the actor may open, the first one first, and whether
 * the actor is a doctor who treats its patient, and whether its doctor is in the directory.
 *
 * @throws DomainError `not_found`
 */
export async function loadCareOf(
  tx: Tx,
  { id }: Pick<PlacedRow, "id">,
): Promise<{ records: { id: string }[]; treated: boolean; listed: boolean }> {
  const [row] = await tx.$queryRaw<{ records: string[]; treated: boolean; listed: boolean }[]>`
    SELECT ${treats(Prisma.sql`a.patient_id`)} AS treated,
      ${IN_DIRECTORY} AS listed, ARRAY(
      SELECT r.id::text FROM medical_records r WHERE r.appointment_id = a.id
      ORDER BY r.created_at, r.id LIMIT ${MAX_RECORDS_SHOWN}) AS records
    FROM appointments a JOIN doctors d ON d.id = a.doctor_id WHERE a.id = ${id}::uuid`;
  if (!row) throw new DomainError("not_found");
  return { ...row, records: row.records.map((record) => ({ id: record })) };
}

/** The patients of appointments. */
export async function patientIdsOf(tx: Tx, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT patient_id AS id FROM appointments WHERE id = ANY (${ids}::uuid[])`;
  return rows.map(({ id }) => id);
}

/** Whether a patient has an appointment in a time, of those that the actor may see. */
export async function isTaken(
  tx: Tx,
  patientId: string,
  { startsAt, endsAt }: { startsAt: Date; endsAt?: Date },
): Promise<boolean> {
  const own = await tx.appointment.findFirst({
    where: {
      patientId,
      status: { in: ["pending", "confirmed"] },
      startsAt: endsAt ? { lt: endsAt } : { lte: startsAt },
      endsAt: { gt: startsAt },
    },
    select: { id: true },
  });
  return own !== null;
}
