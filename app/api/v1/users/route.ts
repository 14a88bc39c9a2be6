import { searchAccounts } from "#lib/accounts/queries.ts";
import { accountFilterSchema } from "#lib/accounts/schema.ts";
import { jsonRoute, queryOf } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /users:
 *   get:
 *     operationId: listUsers
 *     summary: Accounts, by name
 *     tags: [Administration]
 *     x-scope: users:read
 *     x-query: UserFilter
 *     responses:
 *       200: { description: Those that match, x-answer: UserPage }
 */
const get = jsonRoute("account.read", async (request, _params, actor) =>
  searchAccounts(actor, queryOf(request, accountFilterSchema)),
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  GET: get,
});
