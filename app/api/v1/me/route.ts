import { DomainError } from "#lib/errors.ts";
import { jsonRoute } from "#lib/web/json-route.ts";

/** Who is signed in, as the session and the users table say it for this request. */
export const GET = jsonRoute((_request, _params, actor) => {
  if (actor.kind !== "user") throw new DomainError("unauthenticated");
  const { userId, email, name, role, patientId, doctorId } = actor;
  return Promise.resolve({
    id: userId,
    email,
    name,
    role,
    ...(patientId && { patientId }),
    ...(doctorId && { doctorId }),
  });
});
