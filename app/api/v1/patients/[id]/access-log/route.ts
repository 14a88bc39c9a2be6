import { accessListSchema } from "#lib/access-log/schema.ts";
import { listAccess } from "#lib/access-log/queries.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const get = jsonRoute<{ id: string }>("access-log.read", async (request, { id }, actor) =>
  listAccess(actor, id, queryOf(request, accessListSchema)),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
