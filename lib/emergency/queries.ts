import type { Actor } from "../access/actor.ts";
import { authorizeUser } from "../access/policy.ts";
import { asActor } from "../db.ts";
import { selectOpen } from "./rows.ts";
import type { OpenAccess } from "./views.ts";

/** The actor's own emergency accesses that are still open, the one that ends last first. */
export async function listOpenAccesses(actor: Actor): Promise<OpenAccess[]> {
  authorizeUser(actor, "emergency.open");
  const rows = await asActor(actor, (tx) => selectOpen(tx, actor));
  return rows.map((row) => ({ ...row, expiresAt: row.expiresAt.toISOString() }));
}
