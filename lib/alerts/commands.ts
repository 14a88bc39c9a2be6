import { anonymous, type Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { log } from "../log.ts";
import { isId } from "../schema.ts";
import type { AlertKind } from "./rules.ts";

/**
 * Notes that an admin has seen an alert. Doing so twice changes nothing.
 *
 * @throws DomainError `not_found`, also for an alert about the admin.
 */
export async function acknowledgeAlert(actor: Actor, id: string): Promise<void> {
  authorizeUser(actor, "alert.acknowledge");
  if (!isId(id)) throw new DomainError("not_found");
  const [row] = await asActor(
    actor,
    (tx) => tx.$queryRaw<{ found: boolean }[]>`SELECT acknowledge_alert(${id}::uuid) AS found`,
  );
  if (!row?.found) throw new DomainError("not_found");
}

interface Raised {
  kind: AlertKind;
  userId: string;
  count: number;
}

/** Writes each new alert to the log once, for the monitors that read it. */
export async function logAlerts(): Promise<void> {
  const raised = await asActor(
    anonymous,
    (tx) => tx.$queryRaw<Raised[]>`SELECT kind, user_id AS "userId", count FROM alerts_to_log()`,
  );
  for (const { kind, userId, count } of raised) log.warn({ alert: kind, user: userId, count });
}

/** Forgets what no longer counts towards an alert. */
export async function pruneWatchedActs(): Promise<void> {
  await asActor(anonymous, (tx) => tx.$executeRaw`SELECT prune_watched_acts()`);
}
