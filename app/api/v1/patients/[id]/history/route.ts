import { addEntry } from "#lib/history/commands.ts";
import { listHistory } from "#lib/history/queries.ts";
import { entrySchema } from "#lib/history/schema.ts";
import type { HistoryEntryView } from "#lib/history/views.ts";
import { pageSchema } from "#lib/schema.ts";
import { bodyOf, jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

/**
 * @swagger
 * /patients/{id}/history:
 *   get:
 *     operationId: listHistory
 *     summary: A patient's past as a whole
 *     tags: [History]
 *     x-scope: patients:read
 *     x-query: PageRequest
 *     responses:
 *       200: { description: A page of entries, x-answer: HistoryPage }
 */
const get = jsonRoute<Params>("history.read", async (request, { id }, actor) => {
  const page = queryOf(request, pageSchema);
  return listHistory(actor, id, page);
});

/**
 * @swagger
 * /patients/{id}/history:
 *   post:
 *     operationId: addHistoryEntry
 *     summary: Adds to a patient's past
 *     tags: [History]
 *     x-scope: patients:write
 *     x-body: HistoryEntryRequest
 *     responses:
 *       201: { description: The entry, x-answer: HistoryEntry, x-etag: true, x-location: true }
 */
const post = jsonRoute<Params, HistoryEntryView>(
  "history.add",
  async (request, { id }, actor) =>
    addEntry(actor, id, await bodyOf(request, entrySchema), { now: new Date() }),
  { withEtag: true, location: ({ id }, path) => `${path}/${id}` },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  POST: post,
});
