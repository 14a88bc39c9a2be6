import { listRevisions } from "#lib/records/queries.ts";
import { jsonRoute } from "#lib/web/json-route.ts";

export const GET = jsonRoute<{ id: string }>(async (_request, { id }, actor) => {
  const { revisions } = await listRevisions(actor, id);
  return { items: revisions, nextCursor: null };
});
