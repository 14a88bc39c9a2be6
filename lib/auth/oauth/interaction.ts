import { errors } from "oidc-provider";
import { cookieName, dropCookie, parseCookies } from "../cookies.ts";
import { flashCookie } from "../flash.ts";
import { withCallback } from "../callback-url.ts";
import { redirectTo } from "../responses.ts";
import { sessionFromCookieHeader } from "../session-store.ts";
import { spendTicket } from "../tickets.ts";
import { consentPath } from "./consent.ts";
import { answer, authorizationServer } from "./mount.ts";
import { MOUNT, WEB_CLIENT } from "./settings.ts";

/**
 * The authorization server asks who somebody is. The answer is the login ticket of this browser, or,
 * for other programs than the website, its session; without either the person has to sign in first. Whether
 * such a program may act for them is asked on a page.
 */
export async function answerInteraction(request: Request): Promise<Response> {
  const provider = await authorizationServer();
  const header = request.headers.get("cookie");
  const now = new Date();
  let signIn: Response | undefined;
  const answered = await answer(request, async (req, res) => {
    try {
      const { uid, prompt, params } = await provider.interactionDetails(req, res);
      const forWebsite = params["client_id"] === WEB_CLIENT;
      const session = forWebsite ? null : await sessionFromCookieHeader(header, now);
      const accountId = forWebsite
        ? await spendTicket(parseCookies(header)[cookieName("ticket")], now)
        : session?.actor.userId;
      if (prompt.name === "login" && accountId) {
        const ts = Math.floor((session?.begunAt ?? now).getTime() / 1000);
        const result = { login: { accountId, remember: false, ts } };
        await provider.interactionFinished(req, res, result);
        return;
      }
      if (prompt.name === "consent" && accountId) {
        signIn = redirectTo(consentPath(uid));
        res.end();
        return;
      }
      signIn = redirectTo(forWebsite ? "/sign-in" : withCallback("/sign-in", again(params)));
    } catch (error) {
      if (!(error instanceof errors.SessionNotFound)) throw error;
      const flash = flashCookie({ page: "sign-in", code: "expired" });
      signIn = redirectTo("/sign-in", [flash]);
    }
    res.end();
  });
  const response = signIn ?? answered;
  response.headers.append("set-cookie", dropCookie("ticket"));
  return response;
}

/** The same request from its beginning: signing in gives a browser new sessions. */
function again(params: Record<string, unknown>): string {
  const texts = Object.entries(params).filter(
    (entry): entry is [string, string] => typeof entry[1] === "string",
  );
  return `${MOUNT}/auth?${new URLSearchParams(texts).toString()}`;
}
