import { updateProfile } from "#lib/patients/commands.ts";
import { getProfile } from "#lib/patients/queries.ts";
import { profileSchema } from "#lib/patients/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";

interface Params {
  id: string;
}

export const GET = jsonRoute<Params>(
  async (_request, { id }, actor) => getProfile(actor, id, new Date()),
  { withEtag: true },
);

export const PATCH = jsonRoute<Params>(
  async (request, { id }, actor) => {
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    return updateProfile(actor, id, await bodyOf(request, profileSchema), change);
  },
  { withEtag: true },
);
