import type { Configuration, KoaContextWithOIDC } from "oidc-provider";
import { identityDb } from "../../db.ts";
import { isId } from "../../schema.ts";
import { cookieName, cookieOptions, pathCookieName } from "../cookies.ts";
import { deriveKey } from "../secrets.ts";
import { artifactsOf } from "./artifacts.ts";
import { signingKeys } from "./keys.ts";
import { loginPolicy } from "./policy.ts";
import { renderError } from "./render-error.ts";
import { MOUNT, WEB_CLIENT } from "./settings.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;

/** Every default of oidc-provider that is too open, or that it warns about, is set here. */
export async function configuration(): Promise<Configuration> {
  const { httpOnly, sameSite, secure } = cookieOptions();
  const cookie = { httpOnly, sameSite, secure, overwrite: true, signed: true };
  return {
    adapter: artifactsOf,
    jwks: { keys: await signingKeys() },
    findAccount,
    loadExistingGrant,
    renderError,
    responseTypes: ["code"],
    scopes: ["openid"],
    claims: { openid: ["sub"] },
    // Public clients have none: they prove with PKCE that they asked.
    clientAuthMethods: ["client_secret_basic", "none"],
    pkce: { required: () => true },
    // No browser of another site has a reason to speak to us.
    clientBasedCORS: () => false,
    cookies: {
      names: {
        session: cookieName("provider"),
        interaction: pathCookieName("interaction"),
        resume: pathCookieName("resume"),
      },
      long: { ...cookie, path: "/" },
      short: cookie,
      keys: [deriveKey("oauth cookies").toString("base64url")],
    },
    features: {
      devInteractions: { enabled: false },
      rpInitiatedLogout: { enabled: false },
      userinfo: { enabled: false },
      claimsParameter: { enabled: false },
      resourceIndicators: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
    },
    interactions: {
      policy: loginPolicy(),
      url: (_ctx, { uid }) => `${MOUNT}/interaction/${uid}`,
    },
    ttl: {
      AccessToken: 10 * MINUTE,
      AuthorizationCode: MINUTE,
      Grant: (_ctx, { clientId }) => (clientId === WEB_CLIENT ? 2 * MINUTE : 30 * DAY),
      IdToken: 5 * MINUTE,
      Interaction: 10 * MINUTE,
      Session: 7 * DAY,
    },
  };
}

/** A user as the subject of tokens; one who is disabled is nobody. */
async function findAccount(_ctx: KoaContextWithOIDC, accountId: string) {
  if (!isId(accountId)) return undefined;
  const user = await identityDb().user.count({ where: { id: accountId, disabledAt: null } });
  return user > 0 ? { accountId, claims: () => ({ sub: accountId }) } : undefined;
}

/** Nobody is asked whether the website may know who signs in to it. */
async function loadExistingGrant({ oidc }: KoaContextWithOIDC) {
  const { client, session, provider, result } = oidc;
  const clientId = client?.clientId;
  const accountId = session?.accountId;
  if (!clientId || !accountId) return undefined;
  if (clientId !== WEB_CLIENT) {
    const grantId = result?.consent?.grantId ?? session.grantIdFor(clientId);
    return grantId ? provider.Grant.find(grantId) : undefined;
  }
  const grant = new provider.Grant({ clientId, accountId });
  grant.addOIDCScope("openid");
  await grant.save();
  return grant;
}
