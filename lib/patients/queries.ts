import type { Actor } from "../access/actor.ts";
import { loadCare, noteRead } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { loadProfile, numberOf, profileView } from "./rows.ts";
import type { PatientProfileView } from "./views.ts";

const ENTITY = { table: "patient_profiles" };

/**
 * Who a patient is. Noted in the patient's access log, unless they read it themselves.
 *
 * @throws DomainError `not_found` for nobody in the actor's care.
 */
export async function getProfile(
  actor: Actor,
  patientId: string,
  now: Date,
): Promise<PatientProfileView> {
  authorizeUser(actor, "patient.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const row = await loadProfile(tx, actor, patientId);
    await noteRead(tx, care, "profile.read", { ...ENTITY, id: patientId });
    return profileView(row, now);
  });
}

/**
 * A patient's whole insurance number. Noted by itself, unless the patient asks.
 *
 * @throws DomainError `not_found` for nobody in the actor's care, and where no number is on file.
 */
export async function revealInsuranceNumber(actor: Actor, patientId: string): Promise<string> {
  authorizeUser(actor, "patient.read");
  return asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    const number = numberOf(await loadProfile(tx, actor, patientId));
    if (number === null) throw new DomainError("not_found");
    await noteRead(tx, care, "insurance-number.read", { ...ENTITY, id: patientId });
    return number;
  });
}
