import type { UserActor } from "../access/actor.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { zoneOf, type RecordRow, type SealedContent } from "./rows.ts";
import { permitsOf } from "./rules.ts";
import {
  labResultsFrom,
  prescriptionsFrom,
  type AttachmentView,
  type RecordContent,
  type RecordView,
} from "./views.ts";

// Loaded records as they leave the server: decrypted, with the names of those who wrote.

/** A row as it leaves the server, with the name of its author. */
export async function viewOf(tx: Tx, actor: UserActor, row: RecordRow): Promise<RecordView> {
  const [view] = await viewsOf(tx, actor, [row]);
  if (!view) throw new DomainError("not_found");
  return view;
}

/** The same of several. */
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
      timeZone: zoneOf(row),
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
