import { writeRecord } from "#lib/records/commands.ts";
import { listRecords } from "#lib/records/queries.ts";
import { recordListSchema, recordSchema } from "#lib/records/schema.ts";
import { bodyOf, jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /patients/{id}/records:
 *   get:
 *     operationId: listRecords
 *     summary: The medical records of a patient, the latest first
 *     tags: [Records]
 *     x-scope: records:read
 *     x-query: RecordFilter
 *     responses:
 *       200: { description: Those that the caller may read, x-answer: RecordPage }
 */
const get = jsonRoute<{ id: string }>("record.read", async (request, { id }, actor) =>
  listRecords(actor, id, queryOf(request, recordListSchema)),
);

/**
 * @swagger
 * /patients/{id}/records:
 *   post:
 *     operationId: writeRecord
 *     summary: Writes a medical record
 *     description: >-
 *       About one of the visits, or apart from one. A visit has to be confirmed or completed, and to have begun.
 *     tags: [Records]
 *     x-scope: records:write
 *     x-body: RecordRequest
 *     x-errors: [illegal_transition]
 *     responses:
 *       201: { description: The record, x-answer: Record, x-etag: true, x-location: true }
 */
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
