import { slotSearchSchema } from "#lib/availability/schema.ts";
import { searchSlots } from "#lib/availability/search.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";

export const GET = jsonRoute(async (request, _params, actor) =>
  searchSlots(actor, queryOf(request, slotSearchSchema), new Date()),
);
