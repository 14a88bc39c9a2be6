import { changeEntry, removeEntry } from "#lib/history/commands.ts";
import { entryChangeSchema } from "#lib/history/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
  entryId: string;
}

/**
 * @swagger
 * /patients/{id}/history/{entryId}:
 *   patch:
 *     operationId: changeHistoryEntry
 *     summary: Changes an entry of a patient's own; what is left out stays
 *     tags: [History]
 *     x-scope: patients:write
 *     x-body: HistoryEntryChange
 *     x-if-match: true
 *     responses:
 *       200: { description: The entry, x-answer: HistoryEntry, x-etag: true }
 */
const patch = jsonRoute<Params>(
  "history.change",
  async (request, { id, entryId }, actor) => {
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    return changeEntry(actor, id, entryId, await bodyOf(request, entryChangeSchema), change);
  },
  { withEtag: true },
);

/**
 * @swagger
 * /patients/{id}/history/{entryId}:
 *   delete:
 *     operationId: removeHistoryEntry
 *     summary: Takes an entry of a patient's own out
 *     tags: [History]
 *     x-scope: patients:write
 *     x-if-match: true
 *     responses:
 *       204: { description: It is gone }
 */
const remove = jsonRoute<Params>("history.change", async (request, { id, entryId }, actor) =>
  removeEntry(actor, id, entryId, { now: new Date(), expectedVersion: versionOf(request) }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  PATCH: patch,
  DELETE: remove,
});
