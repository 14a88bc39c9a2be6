import type { ProvenActor } from "../access/actor.ts";
import type { ProofAction } from "../access/policy.ts";
import { prove, reauthenticate, type Given } from "../auth/reauthentication.ts";
import { currentSession } from "../auth/session.ts";
import type { Session } from "../auth/session-store.ts";
import { DomainError } from "../errors.ts";
import { formValues } from "./form-state.ts";

/** The field of a form that has fields for the proof from the start. */
const FIELD = "current";

/**
 * Returns the user who posts a form for a sensitive act, proved again. A form without fields for the
 * password and the code is answered with them if they are needed, and with all that was typed.
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
  return asking(form, (given) => reauthenticate(session, action, given, now));
}

/** Does the same for a change of one's own second factor. @throws DomainError as `prove`, and with `asks` */
export function provenOwner(form: FormData, session: Session, now: Date): Promise<ProvenActor> {
  return asking(form, (given) => prove(session, given, now));
}

async function asking(
  form: FormData,
  proveBy: (given: Given) => Promise<ProvenActor>,
): Promise<ProvenActor> {
  if (form.has(FIELD)) {
    const { [FIELD]: current, code } = formValues(form);
    return proveBy({ current, code });
  }
  const given: Given = { current: asked(form, "_current"), code: asked(form, "_code") };
  return proveBy(given).catch((error: unknown) => {
    throw askedInstead(error, given);
  });
}

function asked(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === "string" ? value : undefined;
}

/** What is wrong is said beside the fields that were asked for. A schema never sees them. */
function askedInstead(error: unknown, { current, code }: Given): unknown {
  if (!(error instanceof DomainError) || error.code !== "invalid") return error;
  const issues = error.detail.issues ?? [];
  const withCode = code !== undefined || issues.some(({ path }) => path === "code");
  const isFirst = current === undefined && code === undefined;
  return new DomainError("proof_needed", {
    asks: withCode ? ["_current", "_code"] : ["_current"],
    // The first time nothing is wrong yet.
    ...(!isFirst && { issues: issues.map((issue) => ({ ...issue, path: `_${issue.path}` })) }),
  });
}
