import type { ReadAction } from "../audit/rules.ts";
import type { Tx } from "../db.ts";
import { DomainError } from "../errors.ts";
import { Prisma } from "../generated/prisma/client.ts";
import { isId } from "../schema.ts";
import type { Purpose, UserActor } from "./actor.ts";
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
  const [row] = await tx.$queryRaw<Row[]>`
    SELECT p.id, p.full_name AS name, p.date_of_birth::text AS "dateOfBirth", p.gender::text AS gender,
      ${treats(Prisma.sql`p.id`)} AS treated, e.id AS "emergencyId", e.expires_at AS "emergencyEnds"
    FROM patients p LEFT JOIN LATERAL (
      SELECT e.id, e.expires_at FROM emergency_accesses e
      WHERE e.patient_id = p.id AND e.doctor_id = ${actor.doctorId}::uuid AND e.expires_at > now()
      ORDER BY e.expires_at DESC LIMIT 1) e ON true
    WHERE p.id = ${patientId}::uuid AND ${careScope(actor, Prisma.sql`p.id`)}`;
  if (!row) throw new DomainError("not_found");
  const { treated, emergencyId, emergencyEnds, ...patient } = row;
  const purpose = purposeOf(actor, treated);
  const opened = purpose === "emergency" && emergencyId !== null && emergencyEnds !== null;
  return {
    patient,
    purpose,
    emergency: opened ? { id: emergencyId, expiresAt: emergencyEnds.toISOString() } : null,
  };
}

function purposeOf({ role }: UserActor, treated: boolean): Purpose {
  if (role === "patient") return "own";
  if (role === "admin") return "oversight";
  return treated ? "treatment" : "emergency";
}

/**
 * Notes that an actor has read of a patient, and to what end, in the transaction that reads: without
 * the note there is no reading. Patients' reading of their own is theirs. Called last, because it
 * locks the head of the audit trail.
 *
 * @param entity the table, and the row where it is about one.
 * @param detail never anything clinical.
 */
export async function noteRead(
  tx: Tx,
  { patient, purpose, emergency }: Care,
  action: ReadAction,
  entity: { table: string; id?: string },
  detail: Record<string, string | number | string[]> = {},
): Promise<void> {
  if (purpose === "own") return;
  const json = JSON.stringify({
    ...detail,
    purpose,
    ...(emergency && { emergency: emergency.id }),
  });
  await tx.$executeRaw`
    SELECT audit_note(${action}, ${entity.table}, ${entity.id ?? null}::uuid, ${patient.id}::uuid, ${json}::jsonb)`;
}

/** The same for the patients of one page of a list, whom the actor looks after. */
export async function noteListed(
  tx: Tx,
  actor: UserActor,
  patientIds: string[],
  action: ReadAction,
  table: string,
): Promise<void> {
  const json = JSON.stringify({ purpose: purposeOf(actor, true), listed: true });
  await tx.$executeRaw`
    SELECT audit_note(${action}, ${table}, listed.id, listed.id, ${json}::jsonb)
    FROM unnest(${patientIds}::uuid[]) AS listed (id)`;
}
