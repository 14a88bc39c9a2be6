import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import type { OpenAccess } from "./views.ts";

/** More than a doctor opens within an hour. */
const MAX_SHOWN = 100;

/** The actor's own emergency accesses that are still open, the one that ends last first. */
export async function listOpenAccesses(actor: Actor): Promise<OpenAccess[]> {
  authorizeUser(actor, "emergency.open");
  const rows = await asActor(
    actor,
    (tx) =>
      tx.$queryRaw<{ patientId: string; name: string; expiresAt: Date }[]>`
        SELECT e.patient_id AS "patientId", p.full_name AS name, max(e.expires_at) AS "expiresAt"
        FROM emergency_accesses e JOIN patients p ON p.id = e.patient_id
        WHERE e.doctor_id = ${actor.doctorId}::uuid AND e.expires_at > now()
        GROUP BY e.patient_id, p.full_name ORDER BY max(e.expires_at) DESC LIMIT ${MAX_SHOWN}`,
  );
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
}
