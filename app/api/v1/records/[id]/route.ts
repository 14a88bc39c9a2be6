import { amendRecord } from "#lib/records/commands.ts";
import { getRecord } from "#lib/records/queries.ts";
import { amendSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const get = jsonRoute(
  "record.read",
  async (_request, { id }: { id: string }, actor) => (await getRecord(actor, id)).record,
  { withEtag: true },
);

const patch = jsonRoute(
  "record.write",
  async (request, { id }: { id: string }, actor) =>
    amendRecord(actor, id, await bodyOf(request, amendSchema), {
      now: new Date(),
      expectedVersion: versionOf(request),
    }),
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
  PATCH: patch,
});
