import type pg from "pg";
import { v7 as uuid } from "uuid";
import { tryLockSchedules } from "#lib/appointments/locks.ts";
import { loadAppointment } from "#lib/appointments/rows.ts";
import { loadSchedules } from "#lib/availability/queries.ts";
import { keyedHash } from "#lib/encryption/keyed.ts";
import { sealed } from "#lib/encryption/words.ts";
import { findSigned } from "#lib/signed-actors.ts";
import { DAY, HOUR, MINUTE } from "#lib/time/interval.ts";
import { plainTransaction } from "./plain.ts";
import type { WantedBooking } from "./wanted-bookings.ts";

const ACTOR = "SELECT set_config('app.actor', $1, true)";
const CLAIM = `INSERT INTO idempotency_keys (user_id, key, request_hash, created_at)
  VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`;
const INSERT = `INSERT INTO appointments
  (id, patient_id, doctor_id, clinic_id, visit_type_id, starts_at, ends_at, status, event, expires_at, reason, created_at, updated_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, 'pending', 'requested', $8, $9, $10, $10) ON CONFLICT DO NOTHING RETURNING id`;
const ANSWER =
  "UPDATE idempotency_keys SET appointment_id = $1, version = $2 WHERE user_id = $3 AND key = $4";

/**
 * The statements of `bookAppointment` one after another, and nothing else: no rule is asked. Reads
 * are the product's own, on plain `pg` (see plain.ts), as the login of the application.
 */
export async function bookByHand(
  pool: pg.Pool,
  { actor, key, doctorId, visitTypeId, startsAt }: WantedBooking,
  now: Date,
): Promise<void> {
  const client = await pool.connect();
  const run = (name: string, text: string, values: unknown[]) =>
    client.query<{ id: string }>({ name, text, values });
  const tx = plainTransaction(client);
  const at = startsAt.getTime();
  await client.query("BEGIN");
  await run("actor", ACTOR, [findSigned(actor)]);
  await run("claim", CLAIM, [actor.userId, key, keyedHash("idempotency request", key), now]);
  const locked = await tryLockSchedules(tx, [doctorId, actor.patientId ?? ""]);
  const schedules = await loadSchedules(tx, [doctorId], { start: at - DAY, end: at + DAY });
  const clinicId = schedules.get(doctorId)?.clinic.id;
  const ends = new Date(at + 30 * MINUTE);
  const expires = new Date(Math.min(at, now.getTime() + 24 * HOUR));
  const id = uuid();
  const { reason } = sealed("appointments", id, { reason: "A check" });
  const { rows } = await run("insert", INSERT, [
    ...[id, actor.patientId, doctorId, clinicId, visitTypeId, startsAt, ends, expires],
    ...[reason, now],
  ]);
  if (!locked || rows.length === 0) throw new Error("Somebody else has this time");
  const row = await loadAppointment(tx, actor, id);
  await run("answer", ANSWER, [id, row.version, actor.userId, key]);
  await client.query("COMMIT");
  client.release();
}
