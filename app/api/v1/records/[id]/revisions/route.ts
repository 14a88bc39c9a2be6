import { listRevisions } from "#lib/records/queries.ts";
import { pageSchema } from "#lib/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /records/{id}/revisions:
 *   get:
 *     operationId: listRevisions
 *     summary: Every version of a record, the first first
 *     tags: [Records]
 *     x-scope: records:read
 *     x-query: PageRequest
 *     responses:
 *       200: { description: A page of versions, x-answer: RevisionPage }
 */
const get = jsonRoute<{ id: string }>("record.read", async (request, { id }, actor) => {
  return listRevisions(actor, id, queryOf(request, pageSchema));
});

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
