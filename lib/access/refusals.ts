import { asActor, noteRefusal } from "../db.ts";
import { DomainError } from "../errors.ts";
import { isId } from "../schema.ts";
import { anonymous, type Actor } from "./actor.ts";
import type { Action } from "./policy.ts";

const BY_ROLE: ReadonlySet<string> = new Set([
  "forbidden",
  "insufficient_scope",
  "account_changed",
]);

/**
 * Notes in the audit trail that a user was refused by the policy, by a token's scopes, or because another
 * account had opened the form: called where requests are answered. What a transaction refuses is noted by `asActor`.
 *
 * @param where the address, or what a form is about: the last id in it is what was asked for.
 */
export async function noteRoleRefusal(
  actor: Actor | undefined,
  error: unknown,
  where: string,
  action?: Action | null,
): Promise<void> {
  if (actor?.kind !== "user" || !(error instanceof DomainError) || !BY_ROLE.has(error.code)) return;
  const id = where.split("/").findLast(isId) ?? null;
  await noteRefusal(actor, error, id, action);
}

/** How many counts of refusals are closed at once. */
export const REFUSAL_COUNTS_CLOSED_AT_ONCE = 500;

/** Sums up, in one entry each, what was refused beyond the limits of hours that are over. Returns how many hours. */
export async function closeRefusalCounts(): Promise<number> {
  const [row] = await asActor(
    anonymous,
    (tx) => tx.$queryRaw<{ closed: number }[]>`SELECT close_refusal_counts() AS closed`,
  );
  return row?.closed ?? 0;
}
