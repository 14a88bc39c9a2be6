import type { ReadAction } from "../audit/rules.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import type { Purpose, UserActor } from "./actor.ts";
import { noteAsked, noteGiven, noteReading, type Reading } from "./notes.ts";
import { careScope, treats } from "./scope.ts";

/** A patient whose clinical data somebody may read, and why they may. */
export interface Care {
  patient: {
    id: string;
    name: string;
    /** `YYYY-MM-DD` */
    dateOfBirth: string | null;
    gender: "female" | "male" | "other" | "unknown";
  };
  purpose: Purpose;
  /** With `emergency`: the access that was opened, and when it ends (RFC 3339). */
  emergency: { id: string; expiresAt: string } | null;
}

interface Row {
  id: string;
  name: string;
  dateOfBirth: string | null;
  gender: Care["patient"]["gender"];
  treated: boolean;
  emergencyId: string | null;
  emergencyEnds: Date | null;
}

/**
 * Every reading of a patient's profile, history or records begins here: the patient, if they are in
 * the actor's care.
 *
 * @throws DomainError `not_found`
 */
export async function loadCare(tx: Tx, actor: UserActor, patientId: string): Promise<Care> {
  if (!isId(patientId)) throw new DomainError("not_found");
  noteAsked(tx, patientId);
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT p.id, p.full_name AS name, p.date_of_birth::text AS "dateOfBirth", p.gender::text AS gender,
      ${treats(Prisma.sql`p.id`)} AS treated, e.id AS "emergencyId", e.expires_at AS "emergencyEnds"
    FROM patients p LEFT JOIN LATERAL (
      SELECT e.id, e.expires_at FROM emergency_accesses e
      WHERE e.patient_id = p.id AND e.doctor_id = ${actor.doctorId}::uuid AND e.expires_at > now()
      ORDER BY e.expires_at DESC LIMIT 1) e ON true
    WHERE p.id = ${patientId}::uuid AND ${careScope(actor, Prisma.sql`p.id`)}`;
  if (!row) throw new DomainError("not_found");
  noteGiven(tx);
  const { treated, emergencyId, emergencyEnds, ...patient } = row;
  const purpose = purposeOf(actor, treated);
  const opened = purpose === "emergency" && emergencyId !== null && emergencyEnds !== null;
  return {
    patient,
    purpose,
    emergency: opened ? { id: emergencyId, expiresAt: emergencyEnds.toISOString() } : null,
  };
}

/**
 * Returns columns for `whyOf`: whether the actor treats the patient, and their open emergency access.
 *
 * @param patientId a column.
 */
export function whyColumns(actor: UserActor, patientId: Prisma.Sql): Prisma.Sql {
  if (actor.role !== "doctor") return Prisma.sql`false AS treated, NULL AS "emergencyId"`;
  return Prisma.sql`${treats(patientId)} AS treated, (
    SELECT e.id FROM emergency_accesses e
    WHERE e.patient_id = ${patientId} AND e.doctor_id = ${actor.doctorId}::uuid AND e.expires_at > now()
    ORDER BY e.expires_at DESC LIMIT 1) AS "emergencyId"`;
}

/** What `whyColumns` reads. */
export interface Why {
  treated: boolean;
  emergencyId: string | null;
}

/** Why an actor reads a record: a doctor who does not care for the patient any more wrote it. */
export function whyOf(
  actor: UserActor,
  { treated, emergencyId }: Why,
): Pick<Reading, "purpose" | "emergency"> {
  if (actor.role !== "doctor" || treated) return { purpose: purposeOf(actor, treated) };
  return emergencyId === null
    ? { purpose: "authorship" }
    : { purpose: "emergency", emergency: emergencyId };
}

function purposeOf({ role }: UserActor, treated: boolean): Purpose {
  if (role === "patient") return "own";
  if (role === "admin") return "oversight";
  return treated ? "treatment" : "emergency";
}

/**
 * Notes that an actor reads of a patient, and to what end. Loaders call it for what they give. Patients'
 * reading of their own is theirs.
 *
 * @param entity the table, and the row where it is about one.
 * @param records the medical records that are read along with it.
 */
export function noteRead(
  tx: Tx,
  { patient, purpose, emergency }: Care,
  action: ReadAction,
  entity: Reading["entity"],
  records?: readonly string[],
): void {
  if (purpose === "own") return;
  noteReading(tx, {
    action,
    patientId: patient.id,
    purpose,
    emergency: emergency?.id,
    entity,
    records,
  });
}

/** Notes that the patients of a list or search are shown to an actor. */
export function noteListed(
  tx: Tx,
  actor: UserActor,
  patientIds: readonly string[],
  action: ReadAction,
  table: string,
): void {
  const purpose = purposeOf(actor, true);
  if (purpose === "own") return;
  for (const patientId of new Set(patientIds)) {
    noteReading(tx, { action, patientId, purpose, entity: { table }, listed: true });
  }
}
