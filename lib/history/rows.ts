import type { UserActor } from "../access/actor.ts";
import { careScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import { MAX_KEPT_ENTRIES, mayChange, type HistoryKind, type HistorySource } from "./rules.ts";
import type { HistoryEntryView } from "./views.ts";

/** An entry as it is read: name and note decrypted. */
interface EntryRow {
  id: string;
  version: number;
  kind: HistoryKind;
  name: string;
  note: string | null;
  since: string | null;
  until: string | null;
  source: HistorySource;
  recordedBy: string;
  recordedByName: string | null;
  createdAt: Date;
  updatedAt: Date;
}

/** One entry of a patient in the actor's care. @throws DomainError `not_found` */
export async function loadEntry(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  id: string,
): Promise<EntryRow> {
  if (!isId(patientId) || !isId(id)) throw new DomainError("not_found");
  const [row] = await selectEntries(tx, actor, patientId, [Prisma.sql`h.id = ${id}::uuid`]);
  if (!row) throw new DomainError("not_found");
  return row;
}

/** The entries of a patient, if they are in the actor's care; what was removed is left out. */
export async function selectEntries(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  conditions: Prisma.Sql[] = [],
  limit = 2 * MAX_KEPT_ENTRIES,
): Promise<EntryRow[]> {
  const care = careScope(actor, Prisma.sql`h.patient_id`);
  const where = Prisma.join([care, Prisma.sql`h.removed_at IS NULL`, ...conditions], " AND ");
  const rows = await tx.$queryRaw<EntryRow[]>`
    SELECT h.id, h.version, h.kind::text AS kind, h.name, h.note, h.since, h.until, h.source::text AS source,
      h.recorded_by AS "recordedBy", s.name AS "recordedByName", h.created_at AS "createdAt", h.updated_at AS "updatedAt"
    FROM history_entries h LEFT JOIN names_of_staff(
      ARRAY(SELECT DISTINCT recorded_by FROM history_entries WHERE patient_id = ${patientId}::uuid)) s ON s.user_id = h.recorded_by
    WHERE h.patient_id = ${patientId}::uuid AND ${where} ORDER BY h.created_at, h.id LIMIT ${limit}`;
  return rows.map((row) => {
    const { id, name, note } = row;
    return { ...row, ...unsealed("history_entries", id, { name, note }) };
  });
}

export function entryView(row: EntryRow, actor: UserActor): HistoryEntryView {
  const { recordedBy, recordedByName, createdAt, updatedAt, ...facts } = row;
  return {
    ...facts,
    recordedBy: recordedByName,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    permits: { change: mayChange(actor, recordedBy) },
  };
}
