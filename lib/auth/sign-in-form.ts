import { env } from "../env.ts";
import { dashboardOf, safePath, withCallback } from "./callback-url.ts";
import { cookieName, dropCookie, parseCookies, setCookie } from "./cookies.ts";
import { deviceCookie } from "./device.ts";
import { flashCookie, type Flash } from "./flash.ts";
import { startFlow } from "./flow.ts";
import { addressOf, postedForm } from "./posted.ts";
import { endProviderSession } from "./oauth/artifacts.ts";
import { OWN } from "./providers.ts";
import { problem, redirectTo, wantsJson } from "./responses.ts";
import { signInSchema } from "./schema.ts";
import { endSession } from "./session-store.ts";
import { checkPassword } from "./sign-in.ts";
import { issueTicket, TICKET_LIVES } from "./tickets.ts";

/**
 * The sign-in form's post. A right password ends what this browser had, gives it a single-use ticket
 * and sends it on to the authorization server, which takes the ticket for an answer.
 */
export async function signInWithPassword(request: Request): Promise<Response> {
  const form = await postedForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const callbackUrl = safePath(form["callbackUrl"]);
  const typed = signInSchema.safeParse(form);
  const cookies = parseCookies(request.headers.get("cookie"));
  const email = typed.data?.email ?? "";
  const password = typed.data?.password ?? "";
  const attempt = { email, password, address: addressOf(request), cookies };
  const outcome = await checkPassword(attempt, () => new Date());
  if (outcome.kind === "refused") {
    if (wantsJson(request)) return problem(401, "unauthenticated", "Wrong e-mail or password");
    return back(callbackUrl, { page: "sign-in", code: "refused", email });
  }
  if (outcome.kind === "throttled") {
    const { retryAfter } = outcome;
    const after = { "retry-after": String(retryAfter) };
    if (wantsJson(request)) return problem(429, "throttled", "Too many failed sign-ins", after);
    return back(callbackUrl, { page: "sign-in", code: "throttled", email, retryAfter });
  }
  await endSession(cookies[cookieName("session")]);
  await endProviderSession(cookies[cookieName("provider")]);
  const ticket = await issueTicket(outcome.userId, new Date());
  const flow = await startFlow(request, OWN, callbackUrl ?? dashboardOf(outcome.role));
  if (!flow) return back(callbackUrl, { page: "sign-in", code: "failed", email });
  return redirectTo(flow.location, [
    ...flow.cookies,
    setCookie("ticket", ticket, TICKET_LIVES),
    deviceCookie(cookies, outcome.userId),
    ...(["session", "provider", "flash"] as const).map(dropCookie),
  ]);
}

const back = (callbackUrl: string | null, flash: Flash) =>
  redirectTo(withCallback("/sign-in", callbackUrl), [flashCookie(flash)]);
