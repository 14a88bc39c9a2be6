import type { OAuthConfig } from "next-auth/providers/oauth";
import { env } from "../env.ts";
import type { OutsidePerson } from "./outside-accounts.ts";
import { internalOrigin, issuer, MOUNT, WEB_CLIENT, webClientSecret } from "./oauth/settings.ts";

/** The provider that our own authorization server is. */
export const OWN = "slotwell";

/** What a verified ID token says about a person. */
export interface Claims {
  iss: string;
  sub: string;
  name?: string;
  email?: string;
  email_verified?: boolean;
  /** Of our own authorization server: how the user signed in (RFC 8176). */
  amr?: string[];
}
export type ProviderConfig = OAuthConfig<Claims>;

const CHECKS: ("pkce" | "state" | "nonce")[] = ["pkce", "state", "nonce"];
const PATIENCE = { httpOptions: { timeout: 10_000 } };

function own(): ProviderConfig {
  // A browser goes to the public address; what the server itself asks for stays on this machine.
  const internal = `${internalOrigin()}${MOUNT}`;
  return {
    id: OWN,
    name: "Slotwell",
    type: "oauth",
    issuer: issuer(),
    authorization: { url: `${issuer()}/auth`, params: { scope: "openid" } },
    token: { url: `${internal}/token` },
    jwks_endpoint: `${internal}/jwks`,
    clientId: WEB_CLIENT,
    clientSecret: webClientSecret(),
    idToken: true,
    checks: CHECKS,
    ...PATIENCE,
    profile: ({ sub }) => ({ id: sub }),
  };
}

interface Outside {
  id: string;
  name: string;
  discovery: string;
  clientId: string;
  clientSecret: string;
}

/** The outside providers that are configured, in the order in which the sign-in page offers them. */
export function outsideProviders(): Outside[] {
  const e = env();
  const known = [
    {
      id: "oidc",
      name: e.OIDC_NAME,
      at: e.OIDC_ISSUER,
      client: [e.OIDC_CLIENT_ID, e.OIDC_CLIENT_SECRET],
    },
    {
      id: "google",
      name: "Google",
      at: "https://accounts.google.com",
      client: [e.GOOGLE_CLIENT_ID, e.GOOGLE_CLIENT_SECRET],
    },
    {
      id: "microsoft",
      name: "Microsoft",
      at: `https://login.microsoftonline.com/${e.MICROSOFT_TENANT}/v2.0`,
      client: [e.MICROSOFT_CLIENT_ID, e.MICROSOFT_CLIENT_SECRET],
    },
  ];
  return known.flatMap(({ id, name, at, client: [clientId, clientSecret] }) =>
    at && clientId && clientSecret
      ? [
          {
            id,
            name,
            clientId,
            clientSecret,
            discovery: `${at.replace(/\/$/, "")}/.well-known/openid-configuration`,
          },
        ]
      : [],
  );
}

export const providers = (): ProviderConfig[] => [own(), ...outsideProviders().map(outside)];

function outside({ id, name, discovery, clientId, clientSecret }: Outside): ProviderConfig {
  return {
    id,
    name,
    type: "oauth",
    wellKnown: discovery,
    authorization: { params: { scope: "openid email profile" } },
    clientId,
    clientSecret,
    idToken: true,
    checks: CHECKS,
    ...PATIENCE,
    profile: (claims) => ({ id: subjectKey(claims), outside: personOf(claims) }),
  };
}

/** (issuer, subject) in the one text that NextAuth has for it. */
const subjectKey = ({ iss, sub }: Pick<Claims, "iss" | "sub">) => JSON.stringify([iss, sub]);

export function fromSubjectKey(key: string): { issuer: string; subject: string } {
  const [issuer = "", subject = ""] = JSON.parse(key) as string[];
  return { issuer, subject };
}

// `email_verified` must be said, and must be a boolean: Microsoft, for one, lets any tenant's
// administrator write any address into a token.
function personOf({ iss, sub, name, email, email_verified }: Claims): OutsidePerson {
  return {
    issuer: iss,
    subject: sub,
    name: name ?? "",
    email: email_verified === true && email ? email : null,
  };
}
