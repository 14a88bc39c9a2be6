import type { Actor } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { HISTORY_KINDS, mayAdd } from "./rules.ts";
import { entryView, selectEntries } from "./rows.ts";
import type { HistoryView } from "./views.ts";

/**
 * A patient's medical history. Noted in the patient's access log, unless they read it themselves.
 *
 * @throws DomainError `not_found` for nobody in the actor's care.
 */
export async function listHistory(actor: Actor, patientId: string): Promise<HistoryView> {
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
