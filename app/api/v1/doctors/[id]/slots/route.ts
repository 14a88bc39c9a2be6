import { listSlots } from "#lib/availability/queries.ts";
import { slotsSchema } from "#lib/availability/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /doctors/{id}/slots:
 *   get:
 *     operationId: listSlots
 *     summary: The free times of one practitioner
 *     description: On days of the clinic, `to` included, at most 62 of them.
 *     tags: [Slots]
 *     x-scope: availability:read
 *     x-public: true
 *     x-query: SlotFilter
 *     responses:
 *       200: { description: The times in order, x-answer: Slots }
 */
const get = jsonRoute<{ id: string }>("slot.read", async (request, { id }, actor) =>
  listSlots(actor, id, queryOf(request, slotsSchema), new Date()),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
