import { listRevisions } from "#lib/records/queries.ts";
import { jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /records/{id}/revisions:
 *   get:
 *     operationId: listRevisions
 *     summary: Every version of a record, the first first
 *     tags: [Records]
 *     x-scope: records:read
 *     responses:
 *       200: { description: All on one page, x-answer: RevisionPage }
 */
const get = jsonRoute<{ id: string }>("record.read", async (_request, { id }, actor) => {
  const { revisions } = await listRevisions(actor, id);
  return { items: revisions, nextCursor: null };
});

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
