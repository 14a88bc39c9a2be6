import { retractRecord } from "#lib/records/commands.ts";
import { retractSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /records/{id}/retract:
 *   post:
 *     operationId: retractRecord
 *     summary: Marks a record as entered in error
 *     description: It stays visible as such.
 *     tags: [Records]
 *     x-scope: records:write
 *     x-body: RetractRequest
 *     x-if-match: true
 *     responses:
 *       200: { description: The record, x-answer: Record, x-etag: true }
 */
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
