import { listAudit } from "#lib/audit/queries.ts";
import { auditFilterSchema } from "#lib/audit/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /audit:
 *   get:
 *     operationId: listAudit
 *     summary: The audit trail, the latest first
 *     tags: [Administration]
 *     x-scope: audit:read
 *     x-query: AuditFilter
 *     responses:
 *       200: { description: Those that match, x-answer: AuditPage }
 */
const get = jsonRoute("audit.read", async (request, _params, actor) =>
  listAudit(actor, queryOf(request, auditFilterSchema)),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
