import { SCOPES, type Scope } from "../access/actor.ts";
import { POLICY } from "../access/policy.ts";

/**
 * What a program is: one on somebody's device, which can keep no secret; one on a server, which can; or
 * one that acts for nobody but itself.
 */
export const KINDS = ["public", "confidential", "service"] as const;
export type ClientKind = (typeof KINDS)[number];

/** What a program that signs people in may always ask: who they are, and to stay connected. */
export const IDENTITY_SCOPES = ["openid", "offline_access", "profile", "email"] as const;
export type AnyScope = Scope | (typeof IDENTITY_SCOPES)[number];

/** What a program by itself can do: what a visitor can. */
export const SERVICE_SCOPES: readonly Scope[] = SCOPES.filter((scope) =>
  Object.values(POLICY).some((rule) => rule.anonymous && rule.scope === scope),
);

/** What an admin may let a program of this kind ask for. */
export const grantable = (kind: ClientKind): readonly Scope[] =>
  kind === "service" ? SERVICE_SCOPES : SCOPES;

/** All that a program may ask for, given what of the API it was let. */
export function scopesOf(kind: ClientKind, scopes: readonly string[]): AnyScope[] {
  const ofApi = grantable(kind).filter((scope) => scopes.includes(scope));
  return kind === "service" ? ofApi : [...IDENTITY_SCOPES, ...ofApi];
}

const LOOPBACK = /^(127\.0\.0\.1|\[::1\]|localhost)$/;

/**
 * Whether answers may be sent to an address: over https, to this same device (RFC 8252, 7.3), or to an
 * app that has registered a scheme named after a domain (7.1). Never with a fragment or a password.
 */
export function isRedirectUri(text: string): boolean {
  if (!URL.canParse(text) || /[#\s\\*]/.test(text)) return false;
  const { protocol, hostname, username, password } = new URL(text);
  if (username !== "" || password !== "") return false;
  // Browsers read `https:host` and `https:///host` as `https://host`; clients are compared as written.
  if (/^https?:(?!\/\/[^/])/i.test(text)) return false;
  if (protocol === "https:") return hostname !== "";
  if (protocol === "http:") return LOOPBACK.test(hostname);
  return /^[a-z][a-z\d+-]*(\.[a-z\d+-]+)+:$/.test(protocol);
}

/** Whether a program runs on its user's device, where the port of its address differs each time. */
export const isNative = (redirectUris: readonly string[]): boolean =>
  redirectUris.some((uri) => !uri.startsWith("https:"));

/** Whether `text` can name a program at all. What cannot is not found, rather than an error. */
export const isClientId = (text: string): boolean => /^[\w-]{1,100}$/.test(text);
