import type { UserActor } from "../access/actor.ts";
import { noteReading } from "../access/notes.ts";
import type { Tx } from "../db.ts";
import { unsealed } from "../encryption/words.ts";

/** One of several who have the same name and date of birth, and what tells them apart. */
export interface Namesake {
  id: string;
  insurer: string | null;
  /** The last two digits of the phone number. */
  phoneEnd: string | null;
}

/** A patient who was found, if any; beside it how often the doctor has missed. */
type Found = Omit<Namesake, "id"> & { id: string | null; misses: number };

/** Misses of a doctor within an hour, after which no patient is looked for any more. */
export const MAX_MISSES = 10;

/**
 * The patients of a name who were born on a day, noted as found; and how often the actor has missed
 * within an hour.
 */
export async function findNamesakes(
  tx: Tx,
  name: string,
  dateOfBirth: string,
): Promise<{ misses: number; namesakes: Namesake[] }> {
  const found = await tx.$queryRaw<Found[]>`
    SELECT p.id, p.insurer, p.phone_end AS "phoneEnd", m.misses
    FROM (SELECT emergency_misses() AS misses) m LEFT JOIN emergency_patients(${name}, ${dateOfBirth}::date) p ON m.misses < ${MAX_MISSES}`;
  const namesakes = found.flatMap(({ id, insurer, phoneEnd }) =>
    id === null ? [] : [{ id, insurer, phoneEnd }],
  );
  noteFound(
    tx,
    namesakes.map(({ id }) => id),
  );
  return { misses: found[0]?.misses ?? 0, namesakes };
}

/** More than a doctor opens within an hour. */
const MAX_SHOWN = 100;

/** A patient whose data a doctor has opened in an emergency. */
interface OpenRow {
  patientId: string;
  name: string;
  expiresAt: Date;
}

/** The actor's own emergency accesses that are still open, the one that ends last first; noted as found. */
export async function selectOpen(tx: Tx, actor: UserActor): Promise<OpenRow[]> {
  const rows = await tx.$queryRaw<OpenRow[]>`
    SELECT e.patient_id AS "patientId", p.full_name AS name, max(e.expires_at) AS "expiresAt"
    FROM emergency_accesses e JOIN patients p ON p.id = e.patient_id
    WHERE e.doctor_id = ${actor.doctorId}::uuid AND e.expires_at > now()
    GROUP BY e.patient_id, p.full_name ORDER BY max(e.expires_at) DESC LIMIT ${MAX_SHOWN}`;
  noteFound(
    tx,
    rows.map(({ patientId }) => patientId),
  );
  return rows;
}

function noteFound(tx: Tx, patientIds: readonly string[]): void {
  const entity = { table: "patients" };
  for (const patientId of patientIds) {
    noteReading(tx, {
      action: "patient.list",
      patientId,
      purpose: "emergency",
      entity,
      listed: true,
    });
  }
}

/** Why emergency accesses were opened, by id. */
export async function loadReasons(tx: Tx, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await tx.emergencyAccess.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, reason: true },
  });
  return new Map(
    found.map(({ id, reason }) => [id, unsealed("emergency_accesses", id, { reason }).reason]),
  );
}
