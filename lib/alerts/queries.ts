import type { Actor, Role } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { decodeCursor, pageOf, type Page } from "../page.ts";
import { mayAcknowledge, type AlertKind } from "./rules.ts";
import type { AlertView } from "./views.ts";

const ALERTS_PER_PAGE = 20;

interface Row {
  id: string;
  kind: AlertKind;
  userId: string;
  userName: string;
  userRole: Role;
  count: number;
  firstAt: Date;
  lastAt: Date;
  acknowledgedAt: Date | null;
  acknowledgedBy: string | null;
}

/**
 * Returns a page of the alerts, the newest first, for admins.
 *
 * @throws DomainError `forbidden`, `invalid` for a cursor that no page gave.
 */
export async function listAlerts(
  actor: Actor,
  cursor: string | undefined,
): Promise<Page<AlertView>> {
  authorizeUser(actor, "alert.read");
  const before = cursor ? decodeCursor(cursor).id : null;
  const rows = await asActor(
    actor,
    (tx) => tx.$queryRaw<Row[]>`
      SELECT id, kind, user_id AS "userId", user_name AS "userName", user_role::text AS "userRole", count,
        first_at AS "firstAt", last_at AS "lastAt", acknowledged_at AS "acknowledgedAt",
        acknowledged_by_name AS "acknowledgedBy"
      FROM alerts_for_admins(false, ${before}::uuid, ${ALERTS_PER_PAGE + 1}::int)`,
  );
  const { items, nextCursor } = pageOf(rows, ALERTS_PER_PAGE, ({ id }) => ({ sort: "", id }));
  return { items: items.map((row) => viewOf(row, actor.userId)), nextCursor };
}

function viewOf(row: Row, adminId: string): AlertView {
  const { id, kind, userId, count, firstAt, lastAt, acknowledgedAt, acknowledgedBy } = row;
  return {
    id,
    kind,
    user: { id: userId, name: row.userName, role: row.userRole },
    count,
    firstAt: firstAt.toISOString(),
    lastAt: lastAt.toISOString(),
    acknowledged: acknowledgedAt && {
      at: acknowledgedAt.toISOString(),
      by: acknowledgedBy ?? "",
    },
    permits: { acknowledge: acknowledgedAt === null && mayAcknowledge(adminId, row) },
  };
}
