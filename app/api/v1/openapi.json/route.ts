import { jsonRoute } from "#lib/web/json-route.ts";
import { openApiDocument } from "#lib/web/openapi/document.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /openapi.json:
 *   get:
 *     operationId: getDocument
 *     summary: This document
 *     tags: [Account]
 *     x-public: true
 *     responses:
 *       200: { description: OpenAPI 3.1, x-answer: Document }
 */
const get = jsonRoute(null, () => Promise.resolve(openApiDocument()));

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
