import { replaceWorkingHours } from "#lib/schedules/hours.ts";
import { getWorkingHours } from "#lib/schedules/published.ts";
import { workingHoursSchema } from "#lib/schedules/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

/**
 * @swagger
 * /doctors/{id}/working-hours:
 *   get:
 *     operationId: getWorkingHours
 *     summary: When a practitioner works, week by week
 *     tags: [Schedules]
 *     x-scope: availability:read
 *     responses:
 *       200: { description: The weekly hours, x-answer: WorkingHours, x-etag: true }
 */
const get = jsonRoute<Params>(
  "hours.read",
  async (_request, { id }, actor) => getWorkingHours(actor, id),
  {
    withEtag: true,
  },
);

/**
 * @swagger
 * /doctors/{id}/working-hours:
 *   put:
 *     operationId: replaceWorkingHours
 *     summary: Replaces all weekly hours
 *     description: Visits that no longer fit stay as they are, and are named with times to which they could move.
 *     tags: [Schedules]
 *     x-scope: availability:write
 *     x-body: WorkingHoursChange
 *     x-if-match: true
 *     responses:
 *       200: { description: The weekly hours and the visits that no longer fit, x-answer: WorkingHoursImpact, x-etag: true }
 */
const put = jsonRoute<Params>(
  "schedule.change",
  async (request, { id }, actor) => {
    const hours = await bodyOf(request, workingHoursSchema);
    const change = { now: new Date(), expectedVersion: versionOf(request) };
    const { affected } = await replaceWorkingHours(actor, id, hours, change);
    return { ...(await getWorkingHours(actor, id)), affected };
  },
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  PUT: put,
});
