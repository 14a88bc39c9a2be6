import { DomainError } from "#lib/errors.ts";
import { getSchedule } from "#lib/schedules/queries.ts";
import { timeOffSchema } from "#lib/schedules/schema.ts";
import { addTimeOff } from "#lib/schedules/time-off.ts";
import { wholePage } from "#lib/page.ts";
import { pageSchema } from "#lib/schema.ts";
import { bodyOf, jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

/**
 * @swagger
 * /doctors/{id}/time-off:
 *   get:
 *     operationId: listTimeOff
 *     summary: When a practitioner is away, as far as it is not over
 *     tags: [Schedules]
 *     x-scope: availability:read
 *     x-query: PageRequest
 *     responses:
 *       200: { description: The soonest first, x-answer: TimeOffPage }
 */
const get = jsonRoute<Params>("schedule.read", async (request, { id }, actor) => {
  const page = queryOf(request, pageSchema);
  const { timeOff } = await getSchedule(actor, id, new Date());
  return wholePage(timeOff, page);
});

/**
 * @swagger
 * /doctors/{id}/time-off:
 *   post:
 *     operationId: addTimeOff
 *     summary: Takes a practitioner out of the calendar for a while
 *     description: Visits at that time stay as they are, and are named with times to which they could move.
 *     tags: [Schedules]
 *     x-scope: availability:write
 *     x-body: TimeOffRequest
 *     responses:
 *       201: { description: The absence and the visits that it affects, x-answer: TimeOffImpact, x-location: true }
 */
const post = jsonRoute(
  "schedule.change",
  async (request, { id }: Params, actor) => {
    const now = new Date();
    const away = await bodyOf(request, timeOffSchema);
    const { affected, id: added } = await addTimeOff(actor, id, away, { now });
    const { timeOff } = await getSchedule(actor, id, now);
    const view = timeOff.find((each) => each.id === added);
    if (!view) throw new DomainError("not_found");
    return { ...view, affected };
  },
  { location: ({ id }, path) => `${path}/${id}` },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  POST: post,
});
