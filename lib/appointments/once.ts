import { createHash } from "node:crypto";
import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import type { AppointmentView } from "./views.ts";

/** A request that may be sent twice. Without a key each time counts. */
export interface Repeatable {
  idempotencyKey?: string | undefined;
  /** What is asked: the same key with anything else is refused. */
  request: unknown;
}

/** Free text stays in its own tables: an answer that is kept holds none. */
type KeptAnswer = Omit<AppointmentView, "reason" | "statusReason" | "overbookReason">;

/**
 * Does `work` once for each key of an actor. The key is claimed first, in the transaction of the
 * work: a twin that comes meanwhile waits for it, then gets the very answer that it gave. What is
 * refused rolls back and leaves no claim, so it may be tried again.
 *
 * @throws DomainError `idempotency_mismatch` for a key that was used for something else.
 */
export async function once(
  tx: Tx,
  actor: UserActor,
  { idempotencyKey: key, request }: Repeatable,
  now: Date,
  work: () => Promise<AppointmentView>,
): Promise<AppointmentView> {
  if (!key) return work();
  const hash = createHash("sha256").update(JSON.stringify(request)).digest("base64url");
  const claimed = await tx.$executeRaw`
    INSERT INTO idempotency_keys (user_id, key, request_hash, created_at)
    VALUES (${actor.userId}::uuid, ${key}, ${hash}, ${now}) ON CONFLICT DO NOTHING`;
  if (claimed === 0) return answeredBefore(tx, actor, key, hash);
  const answer = await work();
  const { reason, statusReason, overbookReason, ...kept } = answer;
  await tx.$executeRaw`
    UPDATE idempotency_keys SET appointment_id = ${answer.id}::uuid, answer = ${JSON.stringify(kept)}::jsonb
    WHERE user_id = ${actor.userId}::uuid AND key = ${key}`;
  return answer;
}

async function answeredBefore(
  tx: Tx,
  actor: UserActor,
  key: string,
  hash: string,
): Promise<AppointmentView> {
  const [before] = await tx.$queryRaw<
    {
      requestHash: string;
      answer: KeptAnswer | null;
      reason: string | null;
      statusReason: string | null;
      overbookReason: string | null;
    }[]
  >`SELECT k.request_hash AS "requestHash", k.answer, a.reason, e.reason AS "statusReason",
      e.overbook_reason AS "overbookReason"
    FROM idempotency_keys k
      LEFT JOIN appointments a ON a.id = k.appointment_id
      LEFT JOIN appointment_events e ON e.appointment_id = a.id AND e.version = (k.answer ->> 'version')::int
    WHERE k.user_id = ${actor.userId}::uuid AND k.key = ${key}`;
  if (before?.requestHash !== hash || !before.answer) throw new DomainError("idempotency_mismatch");
  const { answer } = before;
  const { reason, status_reason, overbook_reason } = unsealed("appointments", answer.id, {
    reason: before.reason,
    status_reason: before.statusReason,
    overbook_reason: before.overbookReason,
  });
  const overbookReason = actor.role === "patient" ? null : overbook_reason;
  return { ...answer, reason, statusReason: status_reason, overbookReason };
}
