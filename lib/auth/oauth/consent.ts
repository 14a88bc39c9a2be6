import { errors } from "oidc-provider";
import { scopesOf, type AnyScope } from "../../clients/rules.ts";
import { env } from "../../env.ts";
import { identityDb } from "../../db.ts";
import { auditAccount } from "../audit.ts";
import { flashCookie } from "../flash.ts";
import { ownForm } from "../posted.ts";
import { redirectTo } from "../responses.ts";
import { sessionFromCookieHeader } from "../session-store.ts";
import { answer, authorizationServer } from "./mount.ts";
import { MOUNT, requestAddress } from "./settings.ts";

/** What a program asks somebody for, as the page says it. */
export interface ConsentQuestion {
  program: string;
  scopes: AnyScope[];
  /** Where the answer goes. */
  redirectUri: string;
  /** Whom it asks. */
  name: string;
  email: string | null;
  /** Where it is asked anew, for whoever is somebody else. */
  address: string;
}

/** Where somebody is asked whether a program may act for them. */
export const consentPath = (uid: string): string => `${MOUNT}/interaction/${uid}/consent`;

/** The question that this browser is asked, or null if there is none (any more). */
export async function askedConsent(
  uid: string,
  cookie: string | null,
  now: Date,
): Promise<ConsentQuestion | null> {
  const request = new Request(env().APP_URL + consentPath(uid), {
    headers: cookie === null ? {} : { cookie },
  });
  let question: ConsentQuestion | null = null;
  await answer(request, async (req, res) => {
    const asked = await ask(req, res, cookie, now);
    if (asked) {
      const { client, scopes, params, actor } = asked;
      question = {
        program: client.clientName ?? client.clientId,
        scopes,
        redirectUri: String(params["redirect_uri"]),
        name: actor.name,
        email: actor.email,
        address: requestAddress(params),
      };
    }
    res.end();
  });
  return question;
}

/** Yes or no, posted by the page: back to the authorization request, which goes on with the answer. */
export async function answerConsent(request: Request): Promise<Response> {
  const form = await ownForm(request.clone(), env().APP_URL);
  if (form instanceof Response) return form;
  const provider = await authorizationServer();
  const cookie = request.headers.get("cookie");
  let over: Response | undefined;
  const answered = await answer(request, async (req, res) => {
    const asked = await ask(req, res, cookie, new Date());
    if (!asked) {
      over = redirectTo("/sign-in", [flashCookie({ page: "sign-in", code: "expired" })]);
      res.end();
      return;
    }
    const { client, scopes, actor } = asked;
    if (form["decision"] !== "allow") {
      const denied = { error: "access_denied", error_description: "The person said no" };
      await provider.interactionFinished(req, res, denied);
      return;
    }
    const grant = new provider.Grant({ clientId: client.clientId, accountId: actor.userId });
    grant.addOIDCScope(scopes);
    const consent = { grantId: await grant.save() };
    const connected = { client: client.clientId, scopes: scopes.join(" ") };
    await auditAccount(identityDb(), actor.userId, "account.client-connected", connected);
    await provider.interactionFinished(req, res, { consent }, { mergeWithLastSubmission: true });
  });
  return over ?? answered;
}

/** Who is asked by whom for what; null unless it is the person who is signed in here now. */
async function ask(
  req: Parameters<Parameters<typeof answer>[1]>[0],
  res: Parameters<Parameters<typeof answer>[1]>[1],
  cookie: string | null,
  now: Date,
) {
  try {
    const provider = await authorizationServer();
    const { prompt, params, session } = await provider.interactionDetails(req, res);
    const actor = (await sessionFromCookieHeader(cookie, now))?.actor;
    const client = await provider.Client.find(String(params["client_id"]));
    if (prompt.name !== "consent" || !client || !actor) return null;
    if (session?.accountId !== actor.userId) return null;
    const wanted = typeof params["scope"] === "string" ? params["scope"].split(" ") : [];
    const may = scopesOf("public", client.scope?.split(" ") ?? []);
    return { client, params, actor, scopes: may.filter((scope) => wanted.includes(scope)) };
  } catch (error) {
    if (error instanceof errors.SessionNotFound) return null;
    throw error;
  }
}
