import { writeRecord } from "#lib/records/commands.ts";
import { listRecords } from "#lib/records/queries.ts";
import { recordListSchema, recordSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const get = jsonRoute<{ id: string }>("record.read", async (request, { id }, actor) =>
  listRecords(actor, id, queryOf(request, recordListSchema)),
);

const post = jsonRoute(
  "record.write",
  async (request, { id }: { id: string }, actor) =>
    writeRecord(actor, id, await bodyOf(request, recordSchema), { now: new Date() }),
  { withEtag: true, location: ({ id }) => `/api/v1/records/${id}` },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  POST: post,
});
