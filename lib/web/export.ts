import type { Role, UserActor } from "../access/actor.ts";
import { dispositionOf } from "../attachments/rules.ts";
import { withCallback } from "../auth/callback-url.ts";
import { redirectTo } from "../auth/responses.ts";
import { currentActor } from "../auth/session.ts";
import { getWholeRecord } from "../chart/whole.ts";
import { DomainError } from "../errors.ts";
import { problemOf } from "./problem.ts";

/** A patient's whole record as one JSON file, to be saved: a route of one role's pages, at `path`. */
export async function exportRecord(
  role: Role,
  path: string,
  patientOf: (actor: UserActor) => string,
): Promise<Response> {
  try {
    const actor = await currentActor();
    // As a page does: to the sign-in, and back.
    if (actor.kind !== "user") {
      return redirectTo(withCallback("/sign-in", path));
    }
    if (actor.role !== role) throw new DomainError("forbidden");
    const now = new Date();
    const whole = await getWholeRecord(actor, patientOf(actor), now);
    const name = `slotwell-record-${now.toISOString().slice(0, 10)}.json`;
    return new Response(JSON.stringify(whole, null, 2), {
      headers: {
        "content-type": "application/json",
        "content-disposition": dispositionOf(name),
        "cache-control": "no-store",
      },
    });
  } catch (error) {
    return problemOf(error);
  }
}
