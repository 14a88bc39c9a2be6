import { generateAuthenticationOptions } from "@simplewebauthn/server";
import { env } from "../../env.ts";
import { safePath, withCallback } from "../callback-url.ts";
import { addressKey } from "../caller.ts";
import { completeSignIn } from "../complete-sign-in.ts";
import { cookieName, dropCookie, parseCookies, setCookie } from "../cookies.ts";
import { flashCookie } from "../flash.ts";
import { postedForm } from "../posted.ts";
import { countRequest } from "../request-limit.ts";
import { problem, redirectTo } from "../responses.ts";
import { newToken } from "../secrets.ts";
import { CHALLENGE_TTL_SECONDS, issueChallenge, spendChallenge } from "./challenges.ts";
import { relyingParty } from "./relying-party.ts";
import { assertionSchema } from "./schema.ts";
import { verifyPasskey } from "./verify.ts";

/** Anybody may ask, and each question writes a row. */
const LIMIT = { name: "passkey", share: 1 / 5 };

/** What the sign-in page asks for before it asks the browser for a passkey: any passkey of this site. */
export async function askForPasskey(request: Request): Promise<Response> {
  const form = await postedForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const now = new Date();
  const { remaining, reset } = await countRequest(addressKey(request), now, LIMIT);
  if (remaining < 0) {
    const after = { "retry-after": String(reset) };
    return problem(429, "too_many_requests", "Too many requests", after);
  }
  const token = newToken();
  const challenge = await issueChallenge({ token }, now);
  const options = await generateAuthenticationOptions({
    rpID: relyingParty().id,
    challenge: Buffer.from(challenge, "base64url"),
    userVerification: "required",
    timeout: CHALLENGE_TTL_SECONDS * 1000,
  });
  const headers = { "set-cookie": setCookie("passkey", token, CHALLENGE_TTL_SECONDS) };
  return Response.json(options, { headers: { ...headers, "cache-control": "no-store" } });
}

/** The post of a passkey's signature. It completes the sign-in alone: a passkey is two factors. */
export async function signInWithPasskey(request: Request): Promise<Response> {
  const form = await postedForm(request, env().APP_URL);
  if (form instanceof Response) return form;
  const callbackUrl = safePath(form["callbackUrl"]);
  const now = new Date();
  const token = parseCookies(request.headers.get("cookie"))[cookieName("passkey")] ?? "";
  const challenge = await spendChallenge({ token }, now);
  const parsed = assertionSchema.safeParse(form["response"]);
  const user =
    challenge !== null && parsed.success ? await verifyPasskey(parsed.data, challenge, now) : null;
  if (!user) {
    const flash = flashCookie({ page: "sign-in", code: "passkey" });
    return redirectTo(withCallback("/sign-in", callbackUrl), [flash, dropCookie("passkey")]);
  }
  const response = await completeSignIn(request, { ...user, amr: ["hwk", "user"] }, callbackUrl);
  response.headers.append("set-cookie", dropCookie("passkey"));
  return response;
}
