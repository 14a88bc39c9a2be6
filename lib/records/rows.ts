import type { UserActor } from "../access/actor.ts";
import { whyColumns, whyOf, type Why } from "../access/care.ts";
import { noteAsked, noteGiven, noteReading } from "../access/notes.ts";
import { careScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { decodeMoment, fittingPart, MAX_PAGE_BYTES, pageOf, type Page } from "../page.ts";
import { isId } from "../schema.ts";
import { bytes, bytesOf } from "./page-size.ts";

// Reading records: every statement carries the actor's scope, and conditions are fragments over `r`. What is
// read of others' is noted.

/** The encrypted columns of a record, and of each of its versions. */
export interface SealedContent {
  diagnosis: string;
  diagnosis_code: string | null;
  treatment: string;
  notes: string | null;
  prescriptions: string | null;
  lab_results: string | null;
  retraction_reason: string | null;
}

export interface RecordRow extends SealedContent, Why {
  id: string;
  /** In this transaction: the trail has an entry for that. */
  written: boolean;
  patientId: string;
  patientName: string;
  doctorId: string;
  version: number;
  retractedAt: Date | null;
  createdAt: Date;
  updatedAt: Date;
  appointmentId: string | null;
  startsAt: Date | null;
  timeZone: string | null;
  /** Of the author's clinic. */
  authorZone: string | null;
  visitType: string | null;
  attachments: { id: string; name: string; mediaType: string; size: number }[];
}

/** Returns the zone in which the times of a record are read: of the visit's clinic, else of the author's. */
export const zoneOf = ({ timeZone, authorZone }: Pick<RecordRow, "timeZone" | "authorZone">) =>
  timeZone ?? authorZone ?? "UTC";

const CONTENT = Prisma.sql`r.diagnosis, r.diagnosis_code, r.treatment, r.notes, r.prescriptions, r.lab_results, r.retraction_reason`;

/** Records of those in the actor's care, and what a doctor has written whoever cares now. */
export function recordScope(actor: UserActor): Prisma.Sql {
  const care = careScope(actor, Prisma.sql`r.patient_id`);
  return actor.role === "doctor"
    ? Prisma.sql`(r.doctor_id = ${actor.doctorId}::uuid OR ${care})`
    : care;
}

/** Rows in the actor's scope that meet all conditions, the latest first; noted as read. */
export async function selectRecords(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  limit: number,
): Promise<RecordRow[]> {
  const rows = await select(tx, actor, conditions, limit);
  note(tx, actor, rows);
  return rows;
}

/**
 * A page of the records of a patient, the latest first; shorter where records are large. Noted as read.
 *
 * @throws DomainError `invalid`
 */
export async function pageRecords(
  tx: Tx,
  actor: UserActor,
  patientId: string,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<Page<RecordRow>> {
  const conditions = [Prisma.sql`r.patient_id = ${patientId}::uuid`, ...afterRecord(cursor)];
  const rows = await select(tx, actor, [firstRecords(actor, conditions, limit)], limit + 1);
  const page = pageOf(rows, fittingPart(rows, limit, bytesOf), placeOfRecord);
  note(tx, actor, page.items);
  return page;
}

/**
 * Returns the condition over `r` for the first records that meet all conditions, the latest first: at
 * most `limit` and no more than fit on a page, and one more that says that there are others.
 */
function firstRecords(
  actor: UserActor,
  conditions: readonly Prisma.Sql[],
  limit: number,
): Prisma.Sql {
  const where = Prisma.join([recordScope(actor), ...conditions], " AND ");
  return Prisma.sql`r.id IN (SELECT id FROM (
    SELECT r.id, sum(${bytes(Prisma.sql`r`)}) OVER (ORDER BY r.created_at DESC, r.id DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 2 PRECEDING) AS before
    FROM medical_records r WHERE ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit + 1}) sized
    WHERE before IS NULL OR before < ${MAX_PAGE_BYTES})`;
}

/** Returns the SQL condition for the records after a cursor. @throws DomainError `invalid` */
export function afterRecord(cursor: string | undefined): Prisma.Sql[] {
  if (!cursor) return [];
  const { at, id } = decodeMoment(cursor);
  return [Prisma.sql`(r.created_at, r.id) < (${at}, ${id}::uuid)`];
}

export const placeOfRecord = ({ createdAt, id }: Pick<RecordRow, "createdAt" | "id">) => ({
  sort: createdAt.toISOString(),
  id,
});

/** In one statement. */
async function select(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  limit: number,
): Promise<RecordRow[]> {
  const where = Prisma.join([recordScope(actor), ...conditions], " AND ");
  return tx.$queryRaw<RecordRow[]>`
    SELECT r.id, r.patient_id AS "patientId", p.full_name AS "patientName", r.doctor_id AS "doctorId", r.version,
      ${CONTENT}, r.retracted_at AS "retractedAt", r.created_at AS "createdAt", r.updated_at AS "updatedAt",
      ${whyColumns(actor, Prisma.sql`r.patient_id`)},
      coalesce(r.xmin = pg_current_xact_id_if_assigned()::xid, false) AS written, a.id AS "appointmentId", a.starts_at AS "startsAt", c.time_zone AS "timeZone", w.time_zone AS "authorZone", v.name AS "visitType",
      (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size)
         ORDER BY f.created_at, f.id), '[]') FROM attachments f WHERE f.record_id = r.id AND f.removed_at IS NULL) AS attachments
    FROM medical_records r JOIN patients p ON p.id = r.patient_id
      LEFT JOIN doctors d ON d.id = r.doctor_id LEFT JOIN clinics w ON w.id = d.clinic_id
      LEFT JOIN appointments a ON a.id = r.appointment_id
      LEFT JOIN clinics c ON c.id = a.clinic_id LEFT JOIN visit_types v ON v.id = a.visit_type_id
    WHERE ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}`;
}

function note(tx: Tx, actor: UserActor, rows: readonly RecordRow[]): void {
  for (const row of rows) {
    if (actor.role === "patient" || row.written) continue;
    const { id, patientId } = row;
    const entity = { table: "medical_records", id };
    noteReading(tx, { action: "record.read", patientId, ...whyOf(actor, row), entity });
  }
}

/** One row in the actor's scope, noted as read. @throws DomainError `not_found` */
export async function loadRecord(tx: Tx, actor: UserActor, id: string): Promise<RecordRow> {
  noteAsked(tx, id);
  const [row] = isId(id) ? await selectRecords(tx, actor, [Prisma.sql`r.id = ${id}::uuid`], 1) : [];
  if (!row) throw new DomainError("not_found");
  noteGiven(tx);
  return row;
}

/** The same, locked so that of two who change it at once the second sees the first. */
export async function lockRecord(tx: Tx, actor: UserActor, id: string): Promise<RecordRow> {
  // Who may only read it locks nothing: row level security asks for the right to change.
  const head = await loadRecordHead(tx, actor, id);
  await tx.$executeRaw`SELECT FROM medical_records WHERE id = ${head.id}::uuid FOR UPDATE`;
  return loadRecord(tx, actor, id);
}

/** Whose a record is and whether it counts: no content, and so not noted. */
export interface RecordHead {
  id: string;
  patientId: string;
  doctorId: string;
  retractedAt: Date | null;
  /** How many files hang on it. */
  files: number;
}

/** @throws DomainError `not_found` */
export async function loadRecordHead(tx: Tx, actor: UserActor, id: string): Promise<RecordHead> {
  if (!isId(id)) throw new DomainError("not_found");
  noteAsked(tx, id);
  const [head] = await tx.$queryRaw<RecordHead[]>`
    SELECT r.id, r.patient_id AS "patientId", r.doctor_id AS "doctorId", r.retracted_at AS "retractedAt",
      (SELECT count(*)::int FROM attachments f WHERE f.record_id = r.id AND f.removed_at IS NULL) AS files
    FROM medical_records r WHERE r.id = ${id}::uuid AND ${recordScope(actor)}`;
  if (!head) throw new DomainError("not_found");
  noteGiven(tx);
  return head;
}

/** How many records meet `where`. */
export function countRecords(
  tx: Tx,
  where: { patientId: string; doctorId: string; id: { not: string }; createdAt: { gt: Date } },
): Promise<number> {
  return tx.medicalRecord.count({ where });
}
