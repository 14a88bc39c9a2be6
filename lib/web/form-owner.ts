import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import { cache } from "react";
import type { UserActor } from "../access/actor.ts";
import { ACCOUNT_CHANGED, isDrawnFor, OWNER_FIELD, ownerStamp } from "../auth/form-owner.ts";
import { currentAnySession } from "../auth/session.ts";
import { DomainError } from "../errors.ts";

/** Returns what the forms that are drawn for this request have in `_for`. */
export const formOwner = cache(async (): Promise<string> =>
  ownerStamp((await currentAnySession())?.actor.userId ?? null),
);

/**
 * Refuses a form that was drawn for another account than the one that sends it, or that lacks the field.
 *
 * @throws DomainError `account_changed`
 */
export function requireOwner({ userId }: UserActor, form: FormData): void {
  if (!isDrawnFor(userId, form.get(OWNER_FIELD))) throw new DomainError("account_changed");
}

/**
 * Leads a server action to the page that says who is signed in now. Nothing that the other account had
 * loaded stays in this tab.
 */
export function leaveForeignForm(): never {
  revalidatePath("/", "layout");
  redirect(ACCOUNT_CHANGED);
}
