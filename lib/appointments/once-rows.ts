import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { loadAppointment } from "./rows.ts";
import { requestExpiry, type Status } from "./rules.ts";
import type { AppointmentRow } from "./views.ts";

/** A request that was answered, with the version of the appointment that the answer showed. */
interface Answered {
  requestHash: string;
  appointmentId: string | null;
  version: number;
  /** When it was answered, by the clock of the request. */
  at: Date;
  status: Status;
  startsAt: Date;
  proposedStarts: Date[];
  reason: string | null;
  overbookReason: string | null;
  requestTtlMinutes: number;
}

/**
 * The appointment that the actor was answered with under an idempotency key, as it was then, and when; noted
 * as read. Null for a key that was used for something else.
 *
 * @param matches whether a kept hash is that of the request.
 * @throws DomainError `not_found` for an appointment that the actor may no longer read.
 */
export async function findAnswered(
  tx: Tx,
  actor: UserActor,
  key: string,
  matches: (requestHash: string) => boolean,
): Promise<{ row: AppointmentRow; at: Date } | null> {
  const [before] = await tx.$queryRaw<Answered[]>`
    SELECT k.request_hash AS "requestHash", k.appointment_id AS "appointmentId", k.version, k.created_at AS at,
      e.to_status::text AS status, e.to_starts_at AS "startsAt", e.proposed_starts AS "proposedStarts", e.reason,
      e.overbook_reason AS "overbookReason", d.request_ttl_minutes AS "requestTtlMinutes"
    FROM idempotency_keys k
      LEFT JOIN appointment_events e ON e.appointment_id = k.appointment_id AND e.version = k.version
      LEFT JOIN appointments a ON a.id = k.appointment_id
      LEFT JOIN doctors d ON d.id = a.doctor_id
    WHERE k.user_id = ${actor.userId}::uuid AND k.key = ${key}`;
  if (!before?.appointmentId || !matches(before.requestHash)) return null;
  const row = await loadAppointment(tx, actor, before.appointmentId);
  return { row: row.version === before.version ? row : rowAt(row, before), at: before.at };
}

/** The row as it was at the version that was answered. Names and rules are those of today. */
function rowAt(row: AppointmentRow, before: Answered): AppointmentRow {
  const { version, at, status, startsAt, proposedStarts, requestTtlMinutes } = before;
  const words = unsealed("appointment_events", row.id, {
    reason: before.reason,
    overbook_reason: before.overbookReason,
  });
  const expiry = requestExpiry(startsAt.getTime(), requestTtlMinutes, at.getTime());
  return {
    ...row,
    version,
    status,
    startsAt,
    endsAt: new Date(startsAt.getTime() + (row.endsAt.getTime() - row.startsAt.getTime())),
    proposedStarts,
    statusReason: words.reason,
    expiresAt: status === "pending" ? new Date(expiry) : null,
    outcomeAssumed: false,
    overbooked: words.overbook_reason !== null,
    overbookReason: words.overbook_reason,
    updatedAt: at,
  };
}
