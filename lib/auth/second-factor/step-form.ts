import { env } from "../../env.ts";
import { safePath, withCallback } from "../callback-url.ts";
import { completeSignIn } from "../complete-sign-in.ts";
import { cookieName, dropCookie, parseCookies, setCookie } from "../cookies.ts";
import { flashCookie, type Flash } from "../flash.ts";
import { knownDeviceOf } from "../known-devices.ts";
import { ownForm } from "../posted.ts";
import { problem, redirectTo, wantsJson } from "../responses.ts";
import { checkCode } from "./check-code.ts";
import { findStep, issueStep, spendStep, STEP_PAGE, STEP_TTL_SECONDS } from "./steps.ts";

/** Sends a browser that has given the right password on to the page that asks for the second factor. */
export async function askSecondFactor(
  userId: string,
  amr: string[],
  callbackUrl: string | null,
): Promise<Response> {
  const token = await issueStep({ userId, amr }, new Date());
  return redirectTo(withCallback(STEP_PAGE, callbackUrl), [
    setCookie("step", token, STEP_TTL_SECONDS),
    dropCookie("flash"),
  ]);
}

/** The post of that page: a code of the authenticator app, or a recovery code. */
export async function signInWithCode(request: Request): Promise<Response> {
  const cookies = parseCookies(request.headers.get("cookie"));
  const token = cookies[cookieName("step")] ?? "";
  const now = new Date();
  const step = await findStep(token, now);
  const form = await ownForm(request, env().APP_URL, step ?? undefined);
  if (form instanceof Response) return form;
  const callbackUrl = safePath(form["callbackUrl"]);
  if (!step) return expired(request, callbackUrl);
  const by = (await knownDeviceOf(cookies, step.userId)) ?? "unknown";
  const outcome = await checkCode(step.userId, (form["code"] ?? "").slice(0, 100), { by, now });
  if (outcome.kind === "refused") {
    if (wantsJson(request)) return problem(401, "unauthenticated", "Wrong code");
    return back(callbackUrl, { page: "sign-in/second-step", code: "wrongCode" });
  }
  if (outcome.kind === "throttled") {
    const { retryAfter } = outcome;
    const after = { "retry-after": String(retryAfter) };
    if (wantsJson(request)) return problem(429, "throttled", "Too many wrong codes", after);
    return back(callbackUrl, { page: "sign-in/second-step", code: "throttled", retryAfter });
  }
  if (!(await spendStep(token, now))) return expired(request, callbackUrl);
  return completeSignIn(request, { ...step, amr: [...step.amr, "otp"] }, callbackUrl);
}

function expired(request: Request, callbackUrl: string | null): Response {
  if (wantsJson(request)) return problem(401, "unauthenticated", "Sign in first");
  const flash = flashCookie({ page: "sign-in", code: "expired" });
  return redirectTo(withCallback("/sign-in", callbackUrl), [flash, dropCookie("step")]);
}

const back = (callbackUrl: string | null, flash: Flash) =>
  redirectTo(withCallback(STEP_PAGE, callbackUrl), [flashCookie(flash)]);
