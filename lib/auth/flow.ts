import { env } from "../env.ts";
import { cookieName, dropCookie, parseCookies, setCookie } from "./cookies.ts";
import { withCallback } from "./callback-url.ts";
import { flashCookie, type Flash } from "./flash.ts";
import { noteDevice } from "./known-devices.ts";
import { nextAuth } from "./next-auth.ts";
import { endProviderSession } from "./oauth/artifacts.ts";
import { issuer, MOUNT } from "./oauth/settings.ts";
import { OWN } from "./providers.ts";
import { redirectTo, sendOn } from "./responses.ts";
import { STEP_PAGE, STEP_TTL_SECONDS, findStep } from "./second-factor/steps.ts";
import { endSession, findAnySession } from "./session-store.ts";

const isFor = (cookie: string, name: string) => cookie.startsWith(`${name}=`);
const userAgentOf = (request: Request) => request.headers.get("user-agent") ?? "";

/**
 * Starts a sign-in at `provider`.
 *
 * @param path where to go afterwards, a path of this site.
 * @returns the provider's address and the cookies that the way back will need.
 */
export async function startFlow(
  request: Request,
  provider: string,
  path: string,
): Promise<{ location: string; cookies: string[] } | null> {
  const context = { userAgent: userAgentOf(request) };
  const csrf = await nextAuth({ ...context, action: "csrf", cookies: {} });
  const cookies = parseCookies(csrf.cookies.map((cookie) => cookie.split(";")[0]).join(";"));
  const { csrfToken } = csrf.body as { csrfToken: string };
  const body = { csrfToken, callbackUrl: env().APP_URL + path };
  const reply = await nextAuth({
    ...context,
    action: "signin",
    provider,
    method: "POST",
    cookies,
    body,
  });
  if (!reply.location || new URL(reply.location).pathname.startsWith("/api/auth/")) return null;
  const needed = reply.cookies.filter((cookie) => !isFor(cookie, cookieName("csrfToken")));
  return { location: reply.location, cookies: needed };
}

/**
 * Comes back from `provider` with its answer: checks it, begins a new session and ends the one that
 * this browser had. NextAuth never sees that one, so it cannot link two people's accounts.
 */
export async function finishFlow(request: Request, provider: string): Promise<Response> {
  const query = Object.fromEntries(new URL(request.url).searchParams);
  const { [cookieName("session")]: before, ...cookies } = parseCookies(
    request.headers.get("cookie"),
  );
  // RFC 9207; openid-client compares the `iss` of others, and asks for it where discovery says so.
  if (provider === OWN && query["iss"] !== issuer()) return failed("failed");
  const userAgent = userAgentOf(request);
  const reply = await nextAuth({ action: "callback", provider, query, cookies, userAgent });
  const begun = reply.cookies.find((cookie) => isFor(cookie, cookieName("session")));
  if (!begun || !reply.location) return failed(codeOf(reply.location, query["error"]));
  await endSession(before);
  await endProviderSession(cookies[cookieName("provider")]);
  const over = ["callbackUrl", "csrfToken", "flash", "provider", "providerSignature"] as const;
  const kept = reply.cookies.filter((each) => !over.some((one) => isFor(each, cookieName(one))));
  const token = parseCookies(begun.split(";")[0])[cookieName("session")] ?? "";
  const now = new Date();
  // An outside provider is the first factor: the token is that of a step where a second one is needed.
  const step = provider === OWN ? null : await findStep(token, now);
  if (step) {
    const page = withCallback(STEP_PAGE, reply.location.replace(env().APP_URL, ""));
    const cookie = setCookie("step", token, STEP_TTL_SECONDS);
    return redirectTo(page, [cookie, ...[...over, "session" as const].map(dropCookie)]);
  }
  const goesOn = new URL(reply.location, env().APP_URL).pathname.startsWith(`${MOUNT}/`);
  const session = await findAnySession(token, now);
  const begunIn = session && { ...session, userId: session.actor.userId, userAgent };
  const device = begunIn ? [await noteDevice(cookies, begunIn, now)] : [];
  const answer = [...kept, ...device, ...over.map(dropCookie)];
  return (goesOn ? sendOn : redirectTo)(reply.location, answer);
}

const failed = (code: Flash["code"]) =>
  redirectTo("/sign-in", [flashCookie({ page: "sign-in", code })]);

function codeOf(location: string | null, error: string | undefined): Flash["code"] {
  const denied = (location ?? "").includes("error=AccessDenied") || error === "access_denied";
  return denied ? "denied" : "failed";
}
