import type { Actor, Role } from "../access/actor.ts";
import { noteReading } from "../access/notes.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
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
 * shows the application all of it, which asks for itself who is an admin. The trail notes who looked, at
 * the entries of which patients.
 *
 * @throws DomainError `invalid` for a cursor that no page gave.
 */
export async function listAudit(
  actor: Actor,
  { actor: by, patient, action, from, to, cursor, limit }: AuditFilter,
): Promise<Page<AuditEventView>> {
  authorizeUser(actor, "audit.read");
  const before = decodePlace(cursor);
  return asActor(actor, async (tx) => {
    const rows = await tx.$queryRaw<Row[]>`
      SELECT seq, at, actor_id AS "actorId", actor_name AS "actorName", actor_role::text AS "actorRole", action, entity,
        entity_id AS "entityId", patient_id AS "patientId", patient_name AS "patientName", client_name AS "clientName", detail
      FROM audit_trail(${by ?? null}::uuid, ${patient ?? null}::uuid, ${action ?? null}::text, ${from ?? null}::timestamptz,
        ${to ?? null}::timestamptz, ${before}::bigint, ${limit + 1}::int)`;
    const { items, nextCursor } = placedPage(rows, limit, ({ seq }) => seq);
    // Also of a patient without an entry.
    const patients = items.flatMap(({ patientId }) => patientId ?? []);
    noteAuditRead(tx, patient ? [...patients, patient] : patients);
    return { items: items.map(viewOf), nextCursor };
  });
}

function noteAuditRead(tx: Tx, patientIds: readonly string[]): void {
  const entity = { table: "audit" };
  for (const patientId of new Set(patientIds)) {
    noteReading(tx, { action: "audit.read", patientId, purpose: "oversight", entity });
  }
}

function viewOf(row: Row): AuditEventView {
  const { seq, at, actorId, actorName, actorRole, action, entity, entityId } = row;
  const { client, patients, ...detail } = row.detail;
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
    detail: { ...detail, ...(Array.isArray(patients) && { patients: patients.length }) },
  };
}
