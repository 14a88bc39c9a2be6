import type { UserActor } from "../access/actor.ts";
import { noteRead, type Care } from "../access/care.ts";
import { noteAsked, noteGiven } from "../access/notes.ts";
import { careScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment, pageOf, type Page } from "../page.ts";
import { isId, type PageRequest } from "../schema.ts";
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
  /** In this transaction: the trail has an entry for that. */
  written: boolean;
}

/** One entry of a patient in the actor's care, noted as read. @throws DomainError `not_found` */
export async function loadEntry(
  tx: Tx,
  actor: UserActor,
  care: Care,
  id: string,
): Promise<EntryRow> {
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const [row] = await select(tx, actor, care, [Prisma.sql`h.id = ${id}::uuid`]);
  if (!row) throw new DomainError("not_found");
  noteGiven(tx);
  if (!row.written) noteHistory(tx, care, id);
  return row;
}

/** The history of a patient in the actor's care, noted as read; what was removed is left out. */
export async function selectEntries(tx: Tx, actor: UserActor, care: Care): Promise<EntryRow[]> {
  noteHistory(tx, care);
  return select(tx, actor, care);
}

/** A page of it, in the order in which it was entered. @throws DomainError `invalid` for a cursor. */
export async function pageEntries(
  tx: Tx,
  actor: UserActor,
  care: Care,
  { cursor, limit }: PageRequest,
): Promise<Page<EntryRow>> {
  noteHistory(tx, care);
  const rows = await select(tx, actor, care, after(cursor), limit + 1);
  return pageOf(rows, limit, ({ createdAt, id }) => ({ sort: createdAt.toISOString(), id }));
}

const noteHistory = (tx: Tx, care: Care, id?: string) =>
  noteRead(tx, care, "history.read", { table: "history_entries", id });

function after(cursor: string | undefined): Prisma.Sql[] {
  if (!cursor) return [];
  const { at, id } = decodeMoment(cursor);
  return [Prisma.sql`(h.created_at, h.id) > (${at}, ${id}::uuid)`];
}

async function select(
  tx: Tx,
  actor: UserActor,
  { patient }: Care,
  conditions: Prisma.Sql[] = [],
  limit = 2 * MAX_KEPT_ENTRIES,
): Promise<EntryRow[]> {
  const care = careScope(actor, Prisma.sql`h.patient_id`);
  const where = Prisma.join([care, Prisma.sql`h.removed_at IS NULL`, ...conditions], " AND ");
  const rows = await tx.$queryRaw<EntryRow[]>`
    SELECT h.id, h.version, h.kind::text AS kind, h.name, h.note, h.since, h.until, h.source::text AS source,
      h.recorded_by AS "recordedBy", s.name AS "recordedByName", h.created_at AS "createdAt", h.updated_at AS "updatedAt",
      coalesce(h.xmin = pg_current_xact_id_if_assigned()::xid, false) AS written
    FROM history_entries h LEFT JOIN names_of_staff(
      ARRAY(SELECT DISTINCT recorded_by FROM history_entries WHERE patient_id = ${patient.id}::uuid)) s ON s.user_id = h.recorded_by
    WHERE h.patient_id = ${patient.id}::uuid AND ${where} ORDER BY h.created_at, h.id LIMIT ${limit}`;
  return rows.map((row) => {
    const { id, name, note } = row;
    return { ...row, ...unsealed("history_entries", id, { name, note }) };
  });
}

/**
 * How many entries a patient has, current ones and with those that were removed: those by the patient
 * themselves, or those by staff.
 */
export async function countEntries(
  tx: Tx,
  patientId: string,
  byPatient: boolean,
): Promise<{ current: number; kept: number } | undefined> {
  const [count] = await tx.$queryRaw<{ current: number; kept: number }[]>`
    SELECT count(*) FILTER (WHERE removed_at IS NULL)::int AS current, count(*)::int AS kept
    FROM history_entries
    WHERE patient_id = ${patientId}::uuid AND ${byPatient} = (
      recorded_by IS NOT DISTINCT FROM (SELECT user_id FROM patients WHERE id = ${patientId}::uuid))`;
  return count;
}

export function entryView(row: EntryRow, actor: UserActor): HistoryEntryView {
  const { recordedBy, recordedByName, createdAt, updatedAt, written, ...facts } = row;
  return {
    ...facts,
    recordedBy: recordedByName,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
    permits: { change: mayChange(actor, recordedBy) },
  };
}
