import { env } from "../env.ts";
import { safePath, withCallback } from "./callback-url.ts";
import { completeSignIn } from "./complete-sign-in.ts";
import { parseCookies } from "./cookies.ts";
import { flashCookie, type Flash } from "./flash.ts";
import { addressOf, postedForm } from "./posted.ts";
import { problem, redirectTo, wantsJson } from "./responses.ts";
import { signInSchema } from "./schema.ts";
import { credentialsOf, hasSecondFactor } from "./second-factor/credentials.ts";
import { askSecondFactor } from "./second-factor/step-form.ts";
import { checkPassword } from "./sign-in.ts";

/**
 * The sign-in form's post. A right password completes the sign-in, or leads on to the page that asks for
 * the second factor of the account.
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
  const { userId, role } = outcome;
  if (hasSecondFactor(await credentialsOf(userId))) {
    return askSecondFactor(userId, ["pwd"], callbackUrl);
  }
  return completeSignIn(request, { userId, role, amr: ["pwd"] }, callbackUrl);
}

const back = (callbackUrl: string | null, flash: Flash) =>
  redirectTo(withCallback("/sign-in", callbackUrl), [flashCookie(flash)]);
