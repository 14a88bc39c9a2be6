import { removeTimeOff } from "#lib/schedules/time-off.ts";
import { jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
  timeOffId: string;
}

/**
 * @swagger
 * /doctors/{id}/time-off/{timeOffId}:
 *   delete:
 *     operationId: removeTimeOff
 *     summary: Takes an absence back, so that the hours count again
 *     tags: [Schedules]
 *     x-scope: availability:write
 *     responses:
 *       204: { description: It is gone }
 */
const remove = jsonRoute<Params>("schedule.change", async (_request, { id, timeOffId }, actor) =>
  removeTimeOff(actor, id, timeOffId, { now: new Date() }),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  DELETE: remove,
});
