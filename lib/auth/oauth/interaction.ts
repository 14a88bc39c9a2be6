import { errors } from "oidc-provider";
import { cookieName, dropCookie, parseCookies } from "../cookies.ts";
import { flashCookie } from "../flash.ts";
import { withCallback } from "../callback-url.ts";
import { redirectTo } from "../responses.ts";
import { sessionFromCookieHeader, type Session } from "../session-store.ts";
import { spendTicket } from "../tickets.ts";
import { consentPath } from "./consent.ts";
import { answer, authorizationServer } from "./mount.ts";
import { requestAddress, WEB_CLIENT } from "./settings.ts";

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
      const ticket = forWebsite
        ? await spendTicket(parseCookies(header)[cookieName("ticket")], now)
        : null;
      const accountId = ticket?.userId ?? session?.actor.userId;
      if (session && isTooOld(session, params, now)) {
        const flash = flashCookie({ page: "sign-in", code: "again" });
        signIn = redirectTo(withCallback("/sign-in", requestAddress(params)), [flash]);
        res.end();
        return;
      }
      if (prompt.name === "login" && accountId) {
        const ts = Math.floor((session?.begunAt ?? now).getTime() / 1000);
        const amr = [...(ticket?.amr ?? session?.amr ?? [])];
        const result = { login: { accountId, remember: false, ts, amr } };
        await provider.interactionFinished(req, res, result);
        return;
      }
      if (prompt.name === "consent" && accountId) {
        signIn = redirectTo(consentPath(uid));
        res.end();
        return;
      }
      signIn = redirectTo(
        forWebsite ? "/sign-in" : withCallback("/sign-in", requestAddress(params)),
      );
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

/**
 * Whether a program wants the person to have signed in more recently (OpenID Connect Core, 3.1.2.1:
 * `max_age`, `prompt=login`). A sign-in of the last minute is the one that it asked for.
 */
function isTooOld({ begunAt }: Session, params: Record<string, unknown>, now: Date): boolean {
  const { prompt, max_age: maxAge } = params;
  const atOnce = typeof prompt === "string" && prompt.split(" ").includes("login");
  const most = atOnce ? 0 : Number(maxAge ?? Infinity);
  return now.getTime() - begunAt.getTime() > Math.max(most, 60) * 1000;
}
