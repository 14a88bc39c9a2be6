import { reportRefusal } from "../refusal-log.ts";
import { storable } from "../web/form-state.ts";
import { ACCOUNT_CHANGED, isDrawnFor, OWNER_FIELD } from "./form-owner.ts";
import { problem, redirectTo, wantsJson } from "./responses.ts";
import { foreignPost } from "./same-origin.ts";
import { anySessionFromCookieHeader } from "./session-store.ts";

/** More than any form of this part of the site can need. */
const MOST_BYTES = 64 * 1024;

/** The fields of a post by one of our own pages, or the refusal of any other post. */
export async function postedForm(
  request: Request,
  appUrl: string,
): Promise<Record<string, string> | Response> {
  const foreign = foreignPost(request.headers, appUrl);
  if (foreign === "origin") return problem(403, "forbidden", "Sent by another site");
  if (foreign === "type") return problem(415, "unsupported_media_type", "Not a form");
  if (Number(request.headers.get("content-length") ?? 0) > MOST_BYTES) {
    return problem(413, "too_large", "Too large for this form");
  }
  try {
    const fields = [...(await request.formData())];
    return Object.fromEntries(
      fields.flatMap(([name, value]) =>
        typeof value === "string" ? [[name, storable(value)] as const] : [],
      ),
    );
  } catch {
    return problem(400, "malformed", "Not a form");
  }
}

/**
 * Does the same as `postedForm`, and refuses a form that was drawn for another account than the one that is
 * signed in. Forms by which a user signs in act for the account that they prove, whichever was signed in
 * before.
 *
 * @param of whose form it has to be, where that is not the account that is signed in.
 */
export async function ownForm(
  request: Request,
  appUrl: string,
  of?: { userId: string },
): Promise<Record<string, string> | Response> {
  const form = await postedForm(request, appUrl);
  if (form instanceof Response) return form;
  const userId = of?.userId ?? (await signedIn(request));
  if (userId === null || isDrawnFor(userId, form[OWNER_FIELD])) return form;
  reportRefusal({ refused: "account_changed", user: userId });
  if (!wantsJson(request)) return redirectTo(ACCOUNT_CHANGED);
  return problem(409, "account_changed", "The form was opened by another account");
}

async function signedIn(request: Request): Promise<string | null> {
  const session = await anySessionFromCookieHeader(request.headers.get("cookie"), new Date());
  return session?.actor.userId ?? null;
}

/** The client's network address, as our own server has established it. */
export const addressOf = (request: Request): string =>
  request.headers.get("x-slotwell-address") ?? "unknown";
