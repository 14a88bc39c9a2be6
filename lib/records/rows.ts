import type { UserActor } from "../access/actor.ts";
import { careScope } from "../access/scope.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import { permitsOf } from "./rules.ts";
import {
  labResultsFrom,
  prescriptionsFrom,
  type AttachmentView,
  type RecordContent,
  type RecordView,
} from "./views.ts";

// Reading records: every statement carries the actor's scope, and conditions are fragments over `r`.

interface SealedContent {
  diagnosis: string;
  diagnosis_code: string | null;
  treatment: string;
  notes: string | null;
  prescriptions: string | null;
  lab_results: string | null;
  retraction_reason: string | null;
}

export interface RecordRow extends SealedContent {
  id: string;
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

const CONTENT = Prisma.sql`r.diagnosis, r.diagnosis_code, r.treatment, r.notes, r.prescriptions, r.lab_results, r.retraction_reason`;

/** Records of those in the actor's care, and what a doctor has written whoever cares now. */
export function recordScope(actor: UserActor): Prisma.Sql {
  const care = careScope(actor, Prisma.sql`r.patient_id`);
  return actor.role === "doctor"
    ? Prisma.sql`(r.doctor_id = ${actor.doctorId}::uuid OR ${care})`
    : care;
}

/** Rows in the actor's scope that meet all conditions, the latest first, in one statement. */
export async function selectRecords(
  tx: Tx,
  actor: UserActor,
  conditions: Prisma.Sql[],
  limit: number,
): Promise<RecordRow[]> {
  const where = Prisma.join([recordScope(actor), ...conditions], " AND ");
  return tx.$queryRaw<RecordRow[]>`
    SELECT r.id, r.patient_id AS "patientId", p.full_name AS "patientName", r.doctor_id AS "doctorId", r.version,
      ${CONTENT}, r.retracted_at AS "retractedAt", r.created_at AS "createdAt", r.updated_at AS "updatedAt",
      a.id AS "appointmentId", a.starts_at AS "startsAt", c.time_zone AS "timeZone", w.time_zone AS "authorZone", v.name AS "visitType",
      (SELECT coalesce(json_agg(json_build_object('id', f.id, 'name', f.name, 'mediaType', f.media_type, 'size', f.size)
         ORDER BY f.created_at, f.id), '[]') FROM attachments f WHERE f.record_id = r.id AND f.removed_at IS NULL) AS attachments
    FROM medical_records r JOIN patients p ON p.id = r.patient_id
      LEFT JOIN doctors d ON d.id = r.doctor_id LEFT JOIN clinics w ON w.id = d.clinic_id
      LEFT JOIN appointments a ON a.id = r.appointment_id
      LEFT JOIN clinics c ON c.id = a.clinic_id LEFT JOIN visit_types v ON v.id = a.visit_type_id
    WHERE ${where} ORDER BY r.created_at DESC, r.id DESC LIMIT ${limit}`;
}

/** One row in the actor's scope. @throws DomainError `not_found` */
export async function loadRecord(tx: Tx, actor: UserActor, id: string): Promise<RecordRow> {
  const [row] = isId(id) ? await selectRecords(tx, actor, [Prisma.sql`r.id = ${id}::uuid`], 1) : [];
  if (!row) throw new DomainError("not_found");
  return row;
}

/** The rows as they leave the server, with the names of their authors. */
export async function viewsOf(
  tx: Tx,
  actor: UserActor,
  rows: readonly RecordRow[],
): Promise<RecordView[]> {
  const names = await staffNames(
    tx,
    rows.map(({ doctorId }) => doctorId),
  );
  return rows.map((row) => {
    const author = names.get(row.doctorId);
    return {
      id: row.id,
      version: row.version,
      patient: { id: row.patientId, name: row.patientName },
      author: {
        id: row.doctorId,
        name: author?.name ?? "",
        specialization: author?.specialization ?? null,
      },
      appointment: visitOf(row),
      timeZone: row.timeZone ?? row.authorZone ?? "UTC",
      ...contentOf("medical_records", row.id, row),
      attachments: row.attachments.map(attachmentOf),
      retracted: retractionOf(row),
      permits: permitsOf({ doctorId: row.doctorId, retracted: row.retractedAt !== null }, actor),
      createdAt: row.createdAt.toISOString(),
      updatedAt: row.updatedAt.toISOString(),
    };
  });
}

/** The content of a record, or of one of its revisions, decrypted. */
export function contentOf(
  table: "medical_records" | "medical_record_revisions",
  recordId: string,
  row: SealedContent,
): RecordContent {
  const words = unsealed(table, recordId, {
    diagnosis: row.diagnosis,
    diagnosis_code: row.diagnosis_code,
    treatment: row.treatment,
    notes: row.notes,
    prescriptions: row.prescriptions,
    lab_results: row.lab_results,
  });
  return {
    diagnosis: words.diagnosis,
    diagnosisCode: words.diagnosis_code,
    treatment: words.treatment,
    notes: words.notes,
    prescriptions: prescriptionsFrom(words.prescriptions),
    labResults: labResultsFrom(words.lab_results),
  };
}

function visitOf(row: RecordRow): RecordView["appointment"] {
  const { appointmentId, startsAt, timeZone, visitType } = row;
  // A doctor who did not make the visit may read the record, but the appointment is not theirs.
  if (!appointmentId || !startsAt || !timeZone) return null;
  return {
    id: appointmentId,
    startsAt: startsAt.toISOString(),
    timeZone,
    visitType: visitType ?? "",
  };
}

function retractionOf({ id, retractedAt, retraction_reason }: RecordRow): RecordView["retracted"] {
  if (!retractedAt) return null;
  const words = unsealed("medical_records", id, { retraction_reason });
  return { at: retractedAt.toISOString(), reason: words.retraction_reason ?? "" };
}

function attachmentOf(file: RecordRow["attachments"][number]): AttachmentView {
  const words = unsealed("attachments", file.id, { name: file.name });
  return { ...file, name: words.name };
}

interface StaffName {
  name: string;
  specialization: string | null;
  role: "doctor" | "admin";
}

/** Who wrote: the names behind ids of accounts or of doctors, also of those who have left. */
export async function staffNames(
  tx: Tx,
  ids: readonly (string | null)[],
): Promise<Map<string, StaffName>> {
  const asked = [...new Set(ids.filter((id) => id !== null))];
  const found = await tx.$queryRaw<(StaffName & { userId: string; doctorId: string | null })[]>`
    SELECT user_id AS "userId", doctor_id AS "doctorId", name, specialization, role::text AS role
    FROM names_of_staff(${asked}::uuid[])`;
  return new Map(
    found.flatMap(({ userId, doctorId, ...who }) =>
      [userId, doctorId].flatMap((id) => (id ? [[id, who] as const] : [])),
    ),
  );
}
