import { pageSchema } from "#lib/schema.ts";
import { listAccess } from "#lib/access-log/queries.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /patients/{id}/access-log:
 *   get:
 *     operationId: listAccess
 *     summary: Who saw or changed a patient's data, the latest first
 *     tags: [Patients]
 *     x-scope: audit:read
 *     x-query: PageRequest
 *     responses:
 *       200: { description: What others did, x-answer: AccessPage }
 */
const get = jsonRoute<{ id: string }>("access-log.read", async (request, { id }, actor) =>
  listAccess(actor, id, queryOf(request, pageSchema)),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
