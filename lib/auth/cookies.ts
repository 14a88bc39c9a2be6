import { env } from "../env.ts";

/**
 * Over https the prefix makes browsers keep a cookie to this host and path "/". Over http, which is
 * for this machine alone, the port keeps two copies of the product apart: cookies know no ports.
 */
const isSecure = () => env().APP_URL.startsWith("https:");
const nameOf = (name: string, prefix: string) =>
  isSecure() ? `${prefix}slotwell.${name}` : `slotwell-${env().PORT}.${name}`;

const HOST_COOKIES = {
  session: "session",
  ticket: "ticket",
  /** A sign-in that awaits its second factor. */
  step: "step",
  /** A browser that was asked for a passkey. */
  passkey: "passkey",
  device: "device",
  flash: "flash",
  draft0: "draft.0",
  draft1: "draft.1",
  draft2: "draft.2",
  /** The authorization server's session. */
  provider: "provider",
  providerSignature: "provider.sig",
  callbackUrl: "next",
  csrfToken: "csrf",
  pkce: "pkce",
  state: "state",
  nonce: "nonce",
} as const;
export type HostCookie = keyof typeof HOST_COOKIES;

export const cookieName = (cookie: HostCookie): string => nameOf(HOST_COOKIES[cookie], "__Host-");

/** For the authorization server's cookies that live below one path, so that tabs do not collide. */
export const pathCookieName = (name: "interaction" | "resume"): string => nameOf(name, "__Secure-");

export const cookieOptions = () =>
  ({ httpOnly: true, sameSite: "lax", path: "/", secure: isSecure() }) as const;

export function parseCookies(header: string | null | undefined): Record<string, string> {
  const cookies: Record<string, string> = {};
  for (const part of (header ?? "").split(";")) {
    const at = part.indexOf("=");
    const name = part.slice(0, Math.max(0, at)).trim();
    if (name) cookies[name] ??= decoded(part.slice(at + 1).trim());
  }
  return cookies;
}

/** @param maxAge in seconds; 0 removes the cookie. */
export function setCookie(cookie: HostCookie, value: string, maxAge: number): string {
  const secure = isSecure() ? "; Secure" : "";
  const lives = `Max-Age=${maxAge}${maxAge === 0 ? "; Expires=Thu, 01 Jan 1970 00:00:00 GMT" : ""}`;
  return `${cookieName(cookie)}=${encodeURIComponent(value)}; Path=/; ${lives}; HttpOnly; SameSite=Lax${secure}`;
}

export const dropCookie = (cookie: HostCookie): string => setCookie(cookie, "", 0);

function decoded(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    return value;
  }
}
