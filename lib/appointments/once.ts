import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { keyedHash, matchesHash } from "../encryption/keyed.ts";
import { DomainError } from "../errors.ts";
import { findAnswered } from "./once-rows.ts";
import { appointmentView, type AppointmentView } from "./views.ts";

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

async function answeredBefore(
  tx: Tx,
  actor: UserActor,
  key: string,
  asked: string,
): Promise<AppointmentView> {
  const before = await findAnswered(tx, actor, key, (hash) => matchesHash(REQUEST, asked, hash));
  if (!before) throw new DomainError("idempotency_mismatch");
  return appointmentView(before.row, actor, before.at.getTime());
}
