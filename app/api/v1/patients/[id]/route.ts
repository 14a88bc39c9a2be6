import { updateProfile } from "#lib/patients/commands.ts";
import { getProfile } from "#lib/patients/queries.ts";
import { profileSchema } from "#lib/patients/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

const get = jsonRoute<Params>(
  "patient.read",
  async (_request, { id }, actor) => getProfile(actor, id, new Date()),
  { withEtag: true },
);

const patch = jsonRoute<Params>(
  "patient.change",
  async (request, { id }, actor) => {
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    return updateProfile(actor, id, await bodyOf(request, profileSchema), change);
  },
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  PATCH: patch,
});
