import type { ProvenActor } from "../access/actor.ts";
import type { ProofAction } from "../access/policy.ts";
import { reauthenticate } from "../auth/reauthentication.ts";
import { currentSession } from "../auth/session.ts";
import { DomainError } from "../errors.ts";
import { formValues } from "./form-state.ts";

/** The field of a form that has one for the password from the start. */
const FIELD = "current";
/** The field that the answer to any other form asks for. Its schema never sees it. */
const ASKED = "_current";

/**
 * Returns the user who posts a form for a sensitive act, proved again. A form without a field for the
 * password is answered with one if it is needed, and with all that was typed.
 *
 * @throws DomainError as `reauthenticate`; `proof_needed` with `asks` where the form has to ask.
 */
export async function provenUser(
  form: FormData,
  action: ProofAction,
  now: Date,
): Promise<ProvenActor> {
  const session = await currentSession();
  if (!session) throw new DomainError("unauthenticated");
  if (form.has(FIELD)) {
    return reauthenticate(session, action, { current: formValues(form)[FIELD] }, now);
  }
  const asked = form.get(ASKED);
  const current = typeof asked === "string" ? asked : undefined;
  return reauthenticate(session, action, { current }, now).catch((error: unknown) => {
    throw askedInstead(error, current);
  });
}

/** What is wrong with the password is said beside the field that was asked for. */
function askedInstead(error: unknown, current: string | undefined): unknown {
  if (!(error instanceof DomainError) || error.code !== "invalid") return error;
  const issues = error.detail.issues ?? [];
  const renamed = issues.map(({ message }) => ({ path: ASKED, message }));
  return new DomainError("proof_needed", {
    asks: [ASKED],
    // The first time nothing is wrong yet.
    ...(current !== undefined && { issues: renamed }),
  });
}
