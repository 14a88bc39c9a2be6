import { slotSearchSchema } from "#lib/availability/schema.ts";
import { searchSlots } from "#lib/availability/search.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const get = jsonRoute("slot.read", async (request, _params, actor) =>
  searchSlots(actor, queryOf(request, slotSearchSchema), new Date()),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
