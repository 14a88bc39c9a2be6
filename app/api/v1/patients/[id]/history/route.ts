import { addEntry } from "#lib/history/commands.ts";
import { listHistory } from "#lib/history/queries.ts";
import { entrySchema } from "#lib/history/schema.ts";
import type { HistoryEntryView } from "#lib/history/views.ts";
import { bodyOf, jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

interface Params {
  id: string;
}

/** A history is read as a whole: there is no next page. */
const get = jsonRoute<Params>("history.read", async (_request, { id }, actor) => {
  const { entries } = await listHistory(actor, id);
  return { items: Object.values(entries).flat(), nextCursor: null };
});

const post = jsonRoute<Params, HistoryEntryView>(
  "history.add",
  async (request, { id }, actor) =>
    addEntry(actor, id, await bodyOf(request, entrySchema), { now: new Date() }),
  { withEtag: true, location: ({ id }, path) => `${path}/${id}` },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  POST: post,
});
