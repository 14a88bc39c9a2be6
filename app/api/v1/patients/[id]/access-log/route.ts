import { accessListSchema } from "#lib/access-log/schema.ts";
import { listAccess } from "#lib/access-log/queries.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";

export const GET = jsonRoute<{ id: string }>(async (request, { id }, actor) =>
  listAccess(actor, id, queryOf(request, accessListSchema)),
);
