import type { Actor } from "../access/actor.ts";
import { loadCare } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { DomainError } from "../errors.ts";
import { loadInsuranceNumber, loadProfile, profileView } from "./rows.ts";
import type { PatientProfileView } from "./views.ts";

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
    return profileView(await loadProfile(tx, actor, care), now);
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
    const number = await loadInsuranceNumber(tx, actor, care);
    if (number === null) throw new DomainError("not_found");
    return number;
  });
}
