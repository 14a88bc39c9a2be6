import type { ProvenActor } from "../access/actor.ts";
import { identityDb } from "../db.ts";
import { DomainError } from "../errors.ts";
import { counter, reserve } from "./throttle.ts";

/**
 * Changes the e-mail address with which the actor, who has just given their password, signs in. Ends all
 * their other sessions, and what programs hold in their name. Tries are counted, so that an account asks
 * about few addresses of others.
 *
 * @throws DomainError `email_taken`, which is noted; `too_many_requests`.
 */
export async function changeEmail(
  actor: ProvenActor,
  email: string,
  keptSession: string,
  now: Date,
): Promise<void> {
  if (email === actor.email) return;
  const { ids, waits } = await reserve([counter("email", actor.userId)], now);
  if (ids.length === 0) {
    throw new DomainError("too_many_requests", { retryAfter: Math.max(...waits) });
  }
  const [row] = await identityDb().$queryRaw<{ changed: boolean }[]>`
    SELECT change_own_email(${actor.userId}::uuid, ${keptSession}::uuid, ${email}) AS changed`;
  if (!row?.changed) throw new DomainError("email_taken");
}
