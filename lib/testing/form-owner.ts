import { OWNER_FIELD, ownerStamp } from "#lib/auth/form-owner.ts";
import { anySessionFromCookieHeader } from "#lib/auth/session-store.ts";
import type { CookieBrowser } from "./cookie-browser.ts";

/** Returns the field that forms have which are drawn for this user. */
export const fieldOf = (userId: string) => ({ [OWNER_FIELD]: ownerStamp(userId) });

/** Returns the same for the user who is signed in here. */
export async function ownField(browser: CookieBrowser): Promise<Record<string, string>> {
  const session = await anySessionFromCookieHeader(browser.cookieFor("/"), new Date());
  return { [OWNER_FIELD]: ownerStamp(session?.actor.userId ?? null) };
}
