import type { Role } from "../access/actor.ts";
import { dashboardOf, withCallback } from "./callback-url.ts";
import { cookieName, dropCookie, parseCookies, setCookie } from "./cookies.ts";
import { flashCookie } from "./flash.ts";
import { startFlow } from "./flow.ts";
import { endProviderSession } from "./oauth/artifacts.ts";
import { OWN } from "./providers.ts";
import { redirectTo } from "./responses.ts";
import { endSession } from "./session-store.ts";
import { issueTicket, TICKET_LIVES, type Proven } from "./tickets.ts";

/**
 * Answers the last right proof of a sign-in: ends what this browser had, gives it a single-use ticket and
 * sends it on to the authorization server, which takes the ticket for an answer.
 */
export async function completeSignIn(
  request: Request,
  { userId, amr, role }: Proven & { role: Role },
  callbackUrl: string | null,
): Promise<Response> {
  const cookies = parseCookies(request.headers.get("cookie"));
  await endSession(cookies[cookieName("session")]);
  await endProviderSession(cookies[cookieName("provider")]);
  const ticket = await issueTicket(userId, new Date(), amr);
  const flow = await startFlow(request, OWN, callbackUrl ?? dashboardOf(role));
  if (!flow) {
    const failed = flashCookie({ page: "sign-in", code: "failed" });
    return redirectTo(withCallback("/sign-in", callbackUrl), [failed]);
  }
  return redirectTo(flow.location, [
    ...flow.cookies,
    setCookie("ticket", ticket, TICKET_LIVES),
    ...(["session", "provider", "flash", "step"] as const).map(dropCookie),
  ]);
}
