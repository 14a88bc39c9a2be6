import { writeRecord } from "#lib/records/commands.ts";
import { listRecords } from "#lib/records/queries.ts";
import { recordListSchema, recordSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, queryOf } from "#lib/web/json-route.ts";

export const GET = jsonRoute<{ id: string }>(async (request, { id }, actor) =>
  listRecords(actor, id, queryOf(request, recordListSchema)),
);

export const POST = jsonRoute(
  async (request, { id }: { id: string }, actor) =>
    writeRecord(actor, id, await bodyOf(request, recordSchema), { now: new Date() }),
  { withEtag: true, location: ({ id }) => `/api/v1/records/${id}` },
);
