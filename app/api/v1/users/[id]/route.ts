import type { ProofAction } from "#lib/access/policy.ts";
import { changeAccount } from "#lib/accounts/commands.ts";
import { accountChangeSchema, type AccountChange } from "#lib/accounts/schema.ts";
import { proveAgain } from "#lib/auth/reauthentication.ts";
import { bodyOf, jsonRoute } from "#lib/web/json-route.ts";
import { resource } from "#lib/web/resource.ts";

/**
 * @swagger
 * /users/{id}:
 *   patch:
 *     operationId: changeUser
 *     summary: Gives an account another role, disables or enables it, corrects its name or e-mail address
 *     description: >-
 *       Takes effect on the next request; another role or address ends the sessions. Admins cannot change their own
 *       account. Needs a proof of who asks: a sign-in within the last ten minutes, or the password as `current` and,
 *       for an account with a second factor, a `code` of its authenticator app or a recovery code. Without one it answers 403 `proof_needed`, to a token with a challenge
 *       `insufficient_user_authentication` (RFC 9470): an authorization request with its `max_age` gets one that suffices.
 *       A disabled doctor leaves the directory and takes no appointments. Those ahead stay unless `appointments` says
 *       otherwise, which needs `appointments:write` too: the first 200 are settled together with the change, the others
 *       after it. Sent again, it settles what is left; `left` names what the other doctor cannot take, and why.
 *     tags: [Administration]
 *     x-scope: users:write
 *     x-body: UserChange
 *     x-errors: [account_kept, email_taken, proof_needed]
 *     responses:
 *       200: { description: The account as it is now, x-answer: ChangedUser }
 */
const patch = jsonRoute<{ id: string }>(
  "account.disable",
  async (request, { id }) => {
    const now = new Date();
    const { current, code, ...change } = await bodyOf(request, accountChangeSchema);
    const given = { current, code };
    const proven = await proveAgain(request, actionOf(change), given, now);
    return changeAccount(proven, id, change, now);
  },
  { stricter: { name: "administration", share: 1 / 5 } },
);

function actionOf({ role, name, email }: AccountChange): ProofAction {
  if (role !== undefined) return "account.change-role";
  return name !== undefined || email !== undefined ? "account.correct" : "account.disable";
}

export const { GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE } = resource({
  PATCH: patch,
});
