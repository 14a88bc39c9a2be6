import { DomainError } from "#lib/errors.ts";
import { jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/** Who is signed in, as the session and the users table say it for this request. */
const get = jsonRoute(null, (_request, _params, actor) => {
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

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
