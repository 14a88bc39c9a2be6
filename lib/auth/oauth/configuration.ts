import type { Client, Configuration, JWK, KoaContextWithOIDC } from "oidc-provider";
import { SCOPES } from "../../access/actor.ts";
import { IDENTITY_SCOPES } from "../../clients/rules.ts";
import { env } from "../../env.ts";
import { cookieName, cookieOptions, pathCookieName } from "../cookies.ts";
import { deriveKey } from "../secrets.ts";
import { longest } from "../session-limits.ts";
import { findAccount } from "./account.ts";
import { artifactsOf } from "./artifacts.ts";
import { loadExistingGrant } from "./consent-memory.ts";
import { loginPolicy } from "./policy.ts";
import { renderError } from "./render-error.ts";
import { MOUNT, SWAGGER_CLIENT, WEB_CLIENT } from "./settings.ts";

const MINUTE = 60;
const DAY = 24 * 60 * MINUTE;
/** Unused for so long, a program has to ask again; however much it is used, after `ABSOLUTE`. */
const SLIDING = 30 * DAY;
const ABSOLUTE = 180 * DAY;

/**
 * Every default of oidc-provider that is too open, or that it warns about, is set here.
 *
 * @param keys the keys to publish, the one that signs first.
 */
export function configuration(keys: JWK[]): Configuration {
  const { httpOnly, sameSite, secure } = cookieOptions();
  const cookie = { httpOnly, sameSite, secure, overwrite: true, signed: true };
  return {
    adapter: artifactsOf,
    jwks: { keys },
    findAccount,
    loadExistingGrant,
    renderError,
    responseTypes: ["code"],
    scopes: [...IDENTITY_SCOPES, ...SCOPES],
    claims: { openid: ["sub", "amr"], profile: ["name"], email: ["email", "email_verified"] },
    clientAuthMethods: ["client_secret_basic", "client_secret_post", "private_key_jwt", "none"],
    pkce: { required: () => true },
    // No browser of another site has a reason to speak to us; one on our own page of the API has.
    clientBasedCORS: (_ctx, origin, { clientId }) =>
      clientId === SWAGGER_CLIENT && origin === env().APP_URL,
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
      registration: { enabled: false },
      claimsParameter: { enabled: false },
      resourceIndicators: { enabled: false },
      clientCredentials: { enabled: true },
      revocation: { enabled: true, allowedPolicy: isItsOwn },
      introspection: {
        enabled: true,
        allowedPolicy: (ctx, client, token) =>
          client.clientAuthMethod !== "none" && isItsOwn(ctx, client, token),
      },
      dPoP: { enabled: true },
      pushedAuthorizationRequests: { enabled: false },
    },
    interactions: {
      policy: loginPolicy(),
      url: (_ctx, { uid }) => `${MOUNT}/interaction/${uid}`,
    },
    issueRefreshToken: (_ctx, client) => client.grantTypeAllowed("refresh_token"),
    rotateRefreshToken: true,
    // When the person behind a token signed in (RFC 9470), for what an old sign-in must not suffice for.
    extraTokenClaims: ({ oidc: { entities } }) => {
      const { authTime } = entities.AuthorizationCode ?? entities.RefreshToken ?? {};
      return authTime === undefined ? undefined : { auth_time: authTime };
    },
    // What somebody has let a program do lasts until they take it back, not until they sign out here.
    expiresWithSession: () => false,
    ttl: {
      AccessToken: 10 * MINUTE,
      AuthorizationCode: MINUTE,
      ClientCredentials: 10 * MINUTE,
      Grant: (_ctx, { clientId }) => (clientId === WEB_CLIENT ? 2 * MINUTE : ABSOLUTE),
      IdToken: 5 * MINUTE,
      Interaction: 10 * MINUTE,
      RefreshToken: (_ctx, token) =>
        Math.max(1, Math.min(SLIDING, ABSOLUTE - token.totalLifetime())),
      // Worth nothing without the session of the website: see policy.ts.
      Session: longest("absoluteMs") / 1000,
    },
  };
}

/** A program has a say about its own tokens alone. */
function isItsOwn(
  _ctx: KoaContextWithOIDC,
  client: Client,
  token: { clientId?: string | undefined },
): boolean {
  return token.clientId === client.clientId;
}
