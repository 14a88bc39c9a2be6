import type { Actor } from "../access/actor.ts";
import { loadCare } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import type { Page } from "../page.ts";
import type { PageRequest } from "../schema.ts";
import { HISTORY_KINDS, mayAdd } from "./rules.ts";
import { entryView, pageEntries, selectEntries } from "./rows.ts";
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
    const views = (await selectEntries(tx, actor, care)).map((row) => entryView(row, actor));
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
  page: PageRequest,
): Promise<Page<HistoryEntryView>> {
  authorizeUser(actor, "history.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const { items, nextCursor } = await pageEntries(tx, actor, care, page);
    return { items: items.map((row) => entryView(row, actor)), nextCursor };
  });
}
