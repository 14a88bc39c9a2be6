import type { Actor, Role } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { decodePlace, placedPage, type Page } from "../page.ts";
import type { AuditFilter } from "./schema.ts";
import type { AuditEventView } from "./views.ts";

interface Row {
  seq: bigint;
  at: Date;
  actorId: string | null;
  actorName: string | null;
  actorRole: Role | null;
  action: string;
  entity: string;
  entityId: string | null;
  patientId: string | null;
  patientName: string | null;
  clientName: string | null;
  detail: Record<string, unknown>;
}

/**
 * The audit trail, the latest first, a page at a time, for admins. Comes from the one function that
 * shows the application all of it, which asks for itself who is an admin. Of a patient's, the trail
 * notes who looked.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function listAudit(
  actor: Actor,
  { actor: by, patient, action, from, to, cursor, limit }: AuditFilter,
): Promise<Page<AuditEventView>> {
  authorizeUser(actor, "audit.read");
  const before = decodePlace(cursor);
  const rows = await asActor(actor, async (tx) => {
    const found = await tx.$queryRaw<Row[]>`
      SELECT seq, at, actor_id AS "actorId", actor_name AS "actorName", actor_role::text AS "actorRole", action, entity,
        entity_id AS "entityId", patient_id AS "patientId", patient_name AS "patientName", client_name AS "clientName", detail
      FROM audit_trail(${by ?? null}::uuid, ${patient ?? null}::uuid, ${action ?? null}::text, ${from ?? null}::timestamptz,
        ${to ?? null}::timestamptz, ${before}::bigint, ${limit + 1}::int)`;
    if (patient) {
      await tx.$executeRaw`SELECT audit_note('audit.read', 'audit', NULL, id, '{}') FROM patients WHERE id = ${patient}::uuid`;
    }
    return found;
  });
  const { items, nextCursor } = placedPage(rows, limit, ({ seq }) => seq);
  return { items: items.map(viewOf), nextCursor };
}

function viewOf(row: Row): AuditEventView {
  const { seq, at, actorId, actorName, actorRole, action, entity, entityId } = row;
  const { client, ...detail } = row.detail;
  return {
    seq: Number(seq),
    at: at.toISOString(),
    actor: actorId === null ? null : { id: actorId, name: actorName, role: actorRole },
    action,
    entity,
    entityId,
    patientId: row.patientId,
    patientName: row.patientName,
    client: typeof client === "string" ? { id: client, name: row.clientName } : null,
    detail,
  };
}
