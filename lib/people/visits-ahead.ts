import type { UserActor } from "../access/actor.ts";
import { appointmentScope } from "../access/scope.ts";
import { unexpired } from "../appointments/rows.ts";
import type { Tx } from "../db.ts";

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
