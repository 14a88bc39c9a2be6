import { slotSearchSchema } from "#lib/availability/schema.ts";
import { searchSlots } from "#lib/availability/search.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /slots:
 *   get:
 *     operationId: searchSlots
 *     summary: The earliest free times of everybody who matches
 *     description: From today and for two weeks, unless the days of the clinics are named.
 *     tags: [Slots]
 *     x-scope: availability:read
 *     x-public: true
 *     x-query: SlotSearch
 *     responses:
 *       200: { description: The earliest first, x-answer: SlotPage }
 */
const get = jsonRoute(
  "slot.read",
  async (request, _params, actor) =>
    searchSlots(actor, queryOf(request, slotSearchSchema), new Date()),
  { stricter: { name: "search", share: 1 / 5 } },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
