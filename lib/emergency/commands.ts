import { v7 as uuid } from "uuid";
import type { Actor } from "../access/actor.ts";
import { noteAsked } from "../access/notes.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { violates } from "../db-errors.ts";
import { sealed } from "../encryption/words.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { findNamesakes, MAX_MISSES, type Namesake } from "./rows.ts";
import type { EmergencyForm } from "./schema.ts";

/** An emergency access as it was opened. */
export interface EmergencyAccessView {
  id: string;
  patientId: string;
  /** RFC 3339, by the database's clock: an hour after it was opened. */
  expiresAt: string;
}

/**
 * Opens a patient's records to a doctor who does not treat them, for an hour ("break-glass"). The
 * patient sees that, by whom and why.
 *
 * @throws DomainError `not_found` for nobody.
 */
export async function openEmergencyAccess(
  actor: Actor,
  patientId: string,
  reason: string,
): Promise<EmergencyAccessView> {
  authorizeUser(actor, "emergency.open");
  const { doctorId } = actor;
  if (!isId(patientId)) throw new DomainError("not_found");
  if (!doctorId) throw new DomainError("forbidden");
  return asActor(actor, (tx) => {
    noteAsked(tx, patientId);
    return open(tx, doctorId, patientId, reason);
  });
}

/**
 * The same for somebody who is known by name and date of birth alone. A miss is noted in the audit
 * trail.
 *
 * @returns the access, or who is to be chosen from.
 * @throws DomainError `invalid` about `name`: nobody of that name was born then, or too many misses.
 */
export async function openEmergencyAccessByName(
  actor: Actor,
  { name, dateOfBirth, reason, patient }: EmergencyForm,
): Promise<{ opened: EmergencyAccessView } | { choose: Namesake[] }> {
  authorizeUser(actor, "emergency.open");
  const { doctorId } = actor;
  if (!doctorId) throw new DomainError("forbidden");
  const answer = await asActor(actor, async (tx) => {
    const { misses, namesakes } = await findNamesakes(tx, name, dateOfBirth);
    if (misses >= MAX_MISSES) return "emergency_tries";
    const [only] = namesakes.filter(({ id }) => namesakes.length === 1 || id === patient);
    if (only) return { opened: await open(tx, doctorId, only.id, reason) };
    if (namesakes.length > 0) return { choose: namesakes };
    await tx.$executeRaw`SELECT audit_note('emergency.missed', 'patients', NULL, NULL, '{}')`;
    return "emergency_nobody";
  });
  // Only now: thrown inside, it would take the note of the miss back.
  if (typeof answer === "string") {
    throw new DomainError("invalid", { issues: [{ path: "name", message: answer }] });
  }
  return answer;
}

async function open(
  tx: Tx,
  doctorId: string,
  patientId: string,
  text: string,
): Promise<EmergencyAccessView> {
  const id = uuid();
  const { reason } = sealed("emergency_accesses", id, { reason: text });
  try {
    const { expiresAt } = await tx.emergencyAccess.create({
      data: { id, doctorId, patientId, reason },
    });
    return { id, patientId, expiresAt: expiresAt.toISOString() };
  } catch (error) {
    // Nobody of that id, or an account that has been disabled meanwhile.
    const refused = ["emergency_accesses_patient_id_fkey", "row-level security"];
    throw refused.some((why) => violates(error, why)) ? new DomainError("not_found") : error;
  }
}
