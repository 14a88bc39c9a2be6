import type { Actor, Role } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { loadReasons } from "../emergency/rows.ts";
import { decodePlace, placedPage, type Page } from "../page.ts";
import { isPurpose, type AccessView } from "./views.ts";

interface Row {
  seq: bigint;
  at: Date;
  name: string | null;
  role: Role | null;
  action: string;
  entity: string;
  entityId: string | null;
  detail: { purpose?: unknown; emergency?: unknown; records?: unknown };
}

/**
 * What others did with a patient's data, the latest first, a page at a time: for the patient, and for
 * admins, whose reading is noted. Comes from the audit trail, by the one function that shows the
 * application any of it.
 *
 * @throws DomainError `not_found`, `forbidden` (doctors), `invalid` for a cursor that no page gave.
 */
export async function listAccess(
  actor: Actor,
  patientId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<AccessView>> {
  authorizeUser(actor, "access-log.read");
  const before = decodePlace(cursor);
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const rows = await tx.$queryRaw<Row[]>`
      SELECT seq, at, actor_name AS name, actor_role::text AS role, action, entity, entity_id AS "entityId", detail
      FROM access_log(${patientId}::uuid, ${before}::bigint, ${limit + 1}::int)`;
    const { items, nextCursor } = placedPage(rows, limit, ({ seq }) => seq);
    const opened = new Set(items.flatMap((row) => emergencyOf(row) ?? []));
    const reasons = await loadReasons(tx, [...opened]);
    noteRead(tx, care, "access-log.read", { table: "audit" });
    return { items: items.map((row) => viewOf(row, reasons)), nextCursor };
  });
}

function viewOf(row: Row, reasons: Map<string, string>): AccessView {
  const { detail, entity, entityId } = row;
  const emergency = emergencyOf(row);
  return {
    seq: Number(row.seq),
    at: row.at.toISOString(),
    who: { name: row.name ?? "", role: row.role ?? "admin" },
    action: row.action,
    purpose: isPurpose(detail.purpose) ? detail.purpose : null,
    reason: (emergency && reasons.get(emergency)) ?? null,
    records: Array.isArray(detail.records) ? detail.records.length : 0,
    recordId: entity === "medical_records" ? entityId : null,
  };
}

function emergencyOf({ entity, entityId, detail }: Row): string | null {
  if (entity === "emergency_accesses") return entityId;
  return typeof detail.emergency === "string" ? detail.emergency : null;
}
