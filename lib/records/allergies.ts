import type { Actor } from "../access/actor.ts";
import { loadCare } from "../access/care.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { selectEntries } from "../history/rows.ts";
import { allergyWarnings } from "../history/rules.ts";

/** A drug that is to be prescribed, and the allergies that speak against it. */
export interface Against {
  drug: string;
  allergies: string[];
}

/**
 * Which of some prescriptions an allergy of the patient speaks against.
 *
 * @throws DomainError `not_found` for nobody in the actor's care.
 */
export async function prescribedAgainst(
  actor: Actor,
  patientId: string,
  prescriptions: readonly { drug: string }[],
): Promise<Against[]> {
  authorizeUser(actor, "record.write");
  if (prescriptions.length === 0) return [];
  const history = await asActor(actor, async (tx) => {
    const care = await loadCare(tx, actor, patientId);
    return selectEntries(tx, actor, care);
  });
  const known = history.filter(({ kind }) => kind === "allergy");
  return prescriptions.flatMap(({ drug }) => {
    const allergies = allergyWarnings(drug, known);
    return allergies.length > 0 ? [{ drug, allergies }] : [];
  });
}
