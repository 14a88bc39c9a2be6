import { replaceVisitTypes } from "#lib/schedules/booking-rules.ts";
import { getVisitTypes } from "#lib/schedules/published.ts";
import { visitTypesSchema } from "#lib/schedules/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

/**
 * @swagger
 * /doctors/{id}/visit-types:
 *   get:
 *     operationId: getVisitTypes
 *     summary: What a practitioner can be visited for
 *     tags: [Schedules]
 *     x-scope: availability:read
 *     responses:
 *       200: { description: The visit types in the order in which they are offered, x-answer: VisitTypes, x-etag: true }
 */
const get = jsonRoute<Params>(
  "hours.read",
  async (_request, { id }, actor) => getVisitTypes(actor, id),
  {
    withEtag: true,
  },
);

/**
 * @swagger
 * /doctors/{id}/visit-types:
 *   put:
 *     operationId: replaceVisitTypes
 *     summary: Replaces all visit types
 *     description: Those with an id change, those without are added, those left out are retired. Agreed visits keep theirs.
 *     tags: [Schedules]
 *     x-scope: availability:write
 *     x-body: VisitTypesChange
 *     x-if-match: true
 *     responses:
 *       200: { description: The visit types, x-answer: VisitTypes, x-etag: true }
 */
const put = jsonRoute<Params>(
  "schedule.change",
  async (request, { id }, actor) => {
    const types = await bodyOf(request, visitTypesSchema);
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    await replaceVisitTypes(actor, id, types, change);
    return getVisitTypes(actor, id);
  },
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  PUT: put,
});
