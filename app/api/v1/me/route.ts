import { assertUser } from "#lib/access/policy.ts";
import { meView } from "#lib/accounts/views.ts";
import { jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /me:
 *   get:
 *     operationId: getMe
 *     summary: Who is asking
 *     tags: [Account]
 *     responses:
 *       200: { description: The account, x-answer: Me }
 */
const get = jsonRoute(null, (_request, _params, actor) => {
  assertUser(actor);
  return Promise.resolve(meView(actor));
});

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
