import { listLabs } from "#lib/records/labs.ts";
import { pageSchema } from "#lib/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /patients/{id}/labs:
 *   get:
 *     operationId: listLabs
 *     summary: The lab values of a patient by test and unit, the latest first
 *     description: >-
 *       A page has the values of so many records. A series is in the unit of its latest value; values that were
 *       given in another unit have theirs, and in `converted` the one of the series.
 *     tags: [Records]
 *     x-scope: records:read
 *     x-query: PageRequest
 *     responses:
 *       200: { description: Series of values that can be compared, x-answer: LabPage }
 */
const get = jsonRoute<{ id: string }>("record.read", async (request, { id }, actor) =>
  listLabs(actor, id, queryOf(request, pageSchema)),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
