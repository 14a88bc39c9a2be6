import { changeEntry, removeEntry } from "#lib/history/commands.ts";
import { entryChangeSchema } from "#lib/history/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";

interface Params {
  id: string;
  entryId: string;
}

export const PATCH = jsonRoute<Params>(
  async (request, { id, entryId }, actor) => {
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    return changeEntry(actor, id, entryId, await bodyOf(request, entryChangeSchema), change);
  },
  { withEtag: true },
);

export const DELETE = jsonRoute<Params>(async (request, { id, entryId }, actor) =>
  removeEntry(actor, id, entryId, { now: new Date(), expectedVersion: versionOf(request) }),
);
