import { amendRecord } from "#lib/records/commands.ts";
import { getRecord } from "#lib/records/queries.ts";
import { amendSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, versionOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /records/{id}:
 *   get:
 *     operationId: getRecord
 *     summary: A medical record
 *     tags: [Records]
 *     x-scope: records:read
 *     responses:
 *       200: { description: The record, x-answer: Record, x-etag: true }
 */
const get = jsonRoute(
  "record.read",
  async (_request, { id }: { id: string }, actor) => (await getRecord(actor, id)).record,
  { withEtag: true },
);

/**
 * @swagger
 * /records/{id}:
 *   patch:
 *     operationId: amendRecord
 *     summary: Changes a record; what is left out stays, and so does every version
 *     tags: [Records]
 *     x-scope: records:write
 *     x-body: RecordChange
 *     x-if-match: true
 *     responses:
 *       200: { description: The record, x-answer: Record, x-etag: true }
 */
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
