import { changeEntry, removeEntry } from "#lib/history/commands.ts";
import { entryChangeSchema } from "#lib/history/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
  entryId: string;
}

const patch = jsonRoute<Params>(
  "history.change",
  async (request, { id, entryId }, actor) => {
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    return changeEntry(actor, id, entryId, await bodyOf(request, entryChangeSchema), change);
  },
  { withEtag: true },
);

const remove = jsonRoute<Params>("history.change", async (request, { id, entryId }, actor) =>
  removeEntry(actor, id, entryId, { now: new Date(), expectedVersion: versionOf(request) }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  PATCH: patch,
  DELETE: remove,
});
