import { env } from "../env.ts";
import { withCallback } from "./callback-url.ts";
import { cookieName, dropCookie, parseCookies } from "./cookies.ts";
import { endProviderSession } from "./oauth/artifacts.ts";
import { ownForm } from "./posted.ts";
import { redirectTo } from "./responses.ts";
import { endSession } from "./session-store.ts";

/**
 * Ends the session on the server, so that a copy of its cookie is worth nothing either. Leads to the start
 * page, or by way of another sign-in to the `callbackUrl` that was posted.
 */
export async function signOut(request: Request): Promise<Response> {
  const form = await ownForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const cookies = parseCookies(request.headers.get("cookie"));
  await endSession(cookies[cookieName("session")]);
  await endProviderSession(cookies[cookieName("provider")]);
  const over = ["session", "provider", "providerSignature", "ticket", "step", "flash"] as const;
  const wanted = form["callbackUrl"];
  const response = redirectTo(
    wanted ? withCallback("/sign-in", wanted) : "/",
    over.map(dropCookie),
  );
  // Pages kept for the Back button go too.
  response.headers.set("clear-site-data", '"cache"');
  return response;
}
