import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor, type Tx } from "../db.ts";
import { violationOf } from "../db-errors.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import type { RequestLimits } from "./schema.ts";

/** Every clinic with how many requests a patient may have open there. */
export async function listRequestLimits(
  actor: Actor,
): Promise<{ clinic: { id: string; name: string }; limits: RequestLimits }[]> {
  authorizeUser(actor, "request-limit.read");
  const clinics = await asActor(actor, (tx) =>
    tx.clinic.findMany({
      orderBy: [{ name: "asc" }, { id: "asc" }],
      select: {
        id: true,
        name: true,
        maxOpenRequests: true,
        maxOpenRequestsWithDoctor: true,
        maxOpenRequestsOnDay: true,
        maxCancellations: true,
      },
    }),
  );
  return clinics.map(({ id, name, ...limits }) => ({ clinic: { id, name }, limits }));
}

/** Sets the limits of a clinic for requests from now on; open requests stay open. @throws DomainError `not_found` */
export async function changeRequestLimits(
  actor: Actor,
  clinicId: string,
  limits: RequestLimits,
): Promise<void> {
  authorizeUser(actor, "request-limit.change");
  if (!isId(clinicId)) throw new DomainError("not_found");
  const { count } = await asActor(actor, (tx) =>
    tx.clinic.updateMany({ where: { id: clinicId }, data: limits }),
  );
  if (count === 0) throw new DomainError("not_found");
}

/**
 * Finds the limit of the clinic by which the database would refuse the acting patient one more request with a
 * doctor. Null if no limit is reached, and for other roles.
 */
export async function findRequestLimit(
  tx: Tx,
  { doctorId, startsAt }: { doctorId: string; startsAt: Date },
  now: Date,
): Promise<DomainError | null> {
  const [row] = await tx.$queryRaw<{ reached: string | null }[]>`
    SELECT open_request_limit(${doctorId}::uuid, ${startsAt}, NULL, ${now}) AS reached`;
  return row?.reached ? limitReached(row.reached) : null;
}

/** The error for a booking or move that the database refused by a limit; null for any other error. */
export function requestLimitOf(error: unknown): DomainError | null {
  const reached = violationOf(error, "appointments_requests_limited");
  return reached === null ? null : limitReached(reached);
}

/** @param reached the limit and how many it allows, as `in_all 5`. */
function limitReached(reached: string): DomainError {
  const [why = "", count] = reached.split(" ");
  return new DomainError("too_many_requests_open", {
    why,
    count: Number.parseInt(count ?? "", 10),
  });
}
