import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { keyedHash, matchesHash } from "../encryption/keyed.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { loadAppointment } from "./rows.ts";
import { requestExpiry, type Status } from "./rules.ts";
import { appointmentView, type AppointmentRow, type AppointmentView } from "./views.ts";

/** A request that may be sent twice. Without a key each time counts. */
export interface Repeatable {
  idempotencyKey?: string | undefined;
  /** What is asked: the same key with anything else is refused. */
  request: unknown;
}

/**
 * Does `work` once for each key of an actor. The key is claimed first, in the transaction of the
 * work: a twin that comes meanwhile waits for it, then gets the answer that it gave. What is
 * refused rolls back and leaves no claim, so it may be tried again.
 *
 * Of the answer only the appointment's id and version are kept: it is built again from the
 * appointment and the event of that version.
 *
 * @throws DomainError `idempotency_mismatch` for a key that was used for something else, `not_found`
 * for an appointment that the actor may no longer read.
 */
export async function once(
  tx: Tx,
  actor: UserActor,
  { idempotencyKey: key, request }: Repeatable,
  now: Date,
  work: () => Promise<AppointmentView>,
): Promise<AppointmentView> {
  if (!key) return work();
  // With user and key, so that equal requests of two users are not seen to be equal.
  const asked = JSON.stringify([actor.userId, key, request]);
  const claimed = await tx.$executeRaw`
    INSERT INTO idempotency_keys (user_id, key, request_hash, created_at)
    VALUES (${actor.userId}::uuid, ${key}, ${keyedHash(REQUEST, asked)}, ${now}) ON CONFLICT DO NOTHING`;
  if (claimed === 0) return answeredBefore(tx, actor, key, asked);
  const answer = await work();
  await tx.$executeRaw`
    UPDATE idempotency_keys SET appointment_id = ${answer.id}::uuid, version = ${answer.version}
    WHERE user_id = ${actor.userId}::uuid AND key = ${key}`;
  return answer;
}

const REQUEST = "idempotency request";

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

async function answeredBefore(
  tx: Tx,
  actor: UserActor,
  key: string,
  asked: string,
): Promise<AppointmentView> {
  const [before] = await tx.$queryRaw<Answered[]>`
    SELECT k.request_hash AS "requestHash", k.appointment_id AS "appointmentId", k.version, k.created_at AS at,
      e.to_status::text AS status, e.to_starts_at AS "startsAt", e.proposed_starts AS "proposedStarts", e.reason,
      e.overbook_reason AS "overbookReason", d.request_ttl_minutes AS "requestTtlMinutes"
    FROM idempotency_keys k
      LEFT JOIN appointment_events e ON e.appointment_id = k.appointment_id AND e.version = k.version
      LEFT JOIN appointments a ON a.id = k.appointment_id
      LEFT JOIN doctors d ON d.id = a.doctor_id
    WHERE k.user_id = ${actor.userId}::uuid AND k.key = ${key}`;
  if (!before?.appointmentId || !matchesHash(REQUEST, asked, before.requestHash)) {
    throw new DomainError("idempotency_mismatch");
  }
  const row = await loadAppointment(tx, actor, before.appointmentId);
  const shown = row.version === before.version ? row : rowAt(row, before);
  return appointmentView(shown, actor, before.at.getTime());
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
    overbooked: words.overbook_reason !== null,
    overbookReason: words.overbook_reason,
    updatedAt: at,
  };
}
