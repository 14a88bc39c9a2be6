import type { Actor } from "../access/actor.ts";
import { assertUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import type { OwnNames } from "./schema.ts";
import type { OwnChange } from "./views.ts";

/**
 * Changes how the actor is addressed; what is left out is removed. The name itself changes for an admin
 * alone: a patient's and a doctor's stand in their profiles.
 */
export async function changeOwnNames(
  actor: Actor,
  { name, preferredName, pronouns }: OwnNames,
): Promise<void> {
  assertUser(actor);
  await asActor(
    actor,
    (tx) =>
      tx.$executeRaw`SELECT change_own_names(${name ?? null}, ${preferredName ?? null}, ${pronouns ?? null})`,
  );
}

/** The latest changes of the actor's name by an admin, and of their address by anyone, since then. */
export async function listOwnChanges(actor: Actor, since: Date): Promise<OwnChange[]> {
  assertUser(actor);
  const rows = await asActor(
    actor,
    (tx) => tx.$queryRaw<{ at: Date; action: string; changed: string[] | null }[]>`
      SELECT at, action, changed FROM own_account_changes(${since})`,
  );
  return rows.map(({ at, action, changed }) => ({
    at: at.toISOString(),
    byAdmin: action === "account.correct",
    name: changed?.includes("name") ?? false,
    email: changed?.includes("email") ?? true,
  }));
}
