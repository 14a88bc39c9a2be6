import type { Actor } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment, pageOf, type Page } from "../page.ts";
import type { PageRequest } from "../schema.ts";
import { HISTORY_KINDS, mayAdd } from "./rules.ts";
import { entryView, selectEntries } from "./rows.ts";
import type { HistoryEntryView, HistoryView } from "./views.ts";

/**
 * A patient's medical history as a whole. Noted in the patient's access log, unless they read it themselves.
 *
 * @throws DomainError `not_found` for a patient outside the actor's care.
 */
export async function getHistory(actor: Actor, patientId: string): Promise<HistoryView> {
  authorizeUser(actor, "history.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const views = (await selectEntries(tx, actor, patientId)).map((row) => entryView(row, actor));
    await noteRead(tx, care, "history.read", { table: "history_entries" });
    const { id, name } = care.patient;
    const ofKind = HISTORY_KINDS.map(
      (kind) => [kind, views.filter((view) => view.kind === kind)] as const,
    );
    return {
      patient: { id, name },
      entries: Object.fromEntries(ofKind) as HistoryView["entries"],
      permits: { add: actor.role !== "admin" && mayAdd(care.purpose) },
    };
  });
}

/**
 * A page of a patient's medical history, in the order in which it was entered. Noted as `getHistory`.
 *
 * @throws DomainError `not_found` for a patient outside the actor's care, `invalid` for a cursor.
 */
export async function listHistory(
  actor: Actor,
  patientId: string,
  { cursor, limit }: PageRequest,
): Promise<Page<HistoryEntryView>> {
  authorizeUser(actor, "history.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const rows = await selectEntries(tx, actor, patientId, after(cursor), limit + 1);
    await noteRead(tx, care, "history.read", { table: "history_entries" });
    const page = pageOf(rows, limit, ({ createdAt, id }) => ({
      sort: createdAt.toISOString(),
      id,
    }));
    return { ...page, items: page.items.map((row) => entryView(row, actor)) };
  });
}

function after(cursor: string | undefined): Prisma.Sql[] {
  if (!cursor) return [];
  const { at, id } = decodeMoment(cursor);
  return [Prisma.sql`(h.created_at, h.id) > (${at}, ${id}::uuid)`];
}
