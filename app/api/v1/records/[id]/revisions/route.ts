import { listRevisions } from "#lib/records/queries.ts";
import { jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const get = jsonRoute<{ id: string }>("record.read", async (_request, { id }, actor) => {
  const { revisions } = await listRevisions(actor, id);
  return { items: revisions, nextCursor: null };
});

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
