import { changeAccount } from "#lib/accounts/commands.ts";
import { accountChangeSchema } from "#lib/accounts/schema.ts";
import { proveAgain } from "#lib/auth/reauthentication.ts";
import { bodyOf, jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /users/{id}:
 *   patch:
 *     operationId: changeUser
 *     summary: Gives an account another role, disables or enables it
 *     description: >-
 *       Bites on the next request. Not one's own. Another role needs a proof of who asks: a sign-in within the last
 *       ten minutes, or the password as `current`.
 *     tags: [Administration]
 *     x-scope: users:write
 *     x-body: UserChange
 *     x-errors: [account_kept, proof_needed]
 *     responses:
 *       200: { description: The account as it is now, x-answer: User }
 */
const patch = jsonRoute<{ id: string }>(
  "account.disable",
  async (request, { id }, actor) => {
    const now = new Date();
    const { current, ...change } = await bodyOf(request, accountChangeSchema);
    if (change.role) await proveAgain(request, "account.change-role", current, now);
    return changeAccount(actor, id, change, now);
  },
  { stricter: { name: "administration", share: 1 / 5 } },
);

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  PATCH: patch,
});
