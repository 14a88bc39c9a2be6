import { listSlots } from "#lib/availability/queries.ts";
import { slotsSchema } from "#lib/availability/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const get = jsonRoute<{ id: string }>("slot.read", async (request, { id }, actor) =>
  listSlots(actor, id, queryOf(request, slotsSchema), new Date()),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
