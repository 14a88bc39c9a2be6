import { listSlots } from "#lib/availability/queries.ts";
import { slotsSchema } from "#lib/availability/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";

export const GET = jsonRoute<{ id: string }>(async (request, { id }, actor) =>
  listSlots(actor, id, queryOf(request, slotsSchema), new Date()),
);
