import { retractRecord } from "#lib/records/commands.ts";
import { retractSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

const post = jsonRoute(
  "record.retract",
  async (request, { id }: { id: string }, actor) => {
    const { reason } = await bodyOf(request, retractSchema);
    const options = { now: new Date(), expectedVersion: versionOf(request) };
    return retractRecord(actor, id, reason, options);
  },
  { withEtag: true },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  POST: post,
});
