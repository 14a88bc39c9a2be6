import { amendRecord } from "#lib/records/commands.ts";
import { getRecord } from "#lib/records/queries.ts";
import { amendSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";

export const GET = jsonRoute(
  async (_request, { id }: { id: string }, actor) => (await getRecord(actor, id)).record,
  { withEtag: true },
);

export const PATCH = jsonRoute(
  async (request, { id }: { id: string }, actor) =>
    amendRecord(actor, id, await bodyOf(request, amendSchema), {
      now: new Date(),
      expectedVersion: versionOf(request),
    }),
  { withEtag: true },
);
