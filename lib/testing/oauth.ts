import { createHash, randomBytes } from "node:crypto";
import { cookieName } from "#lib/auth/cookies.ts";
import { hashToken, newToken } from "#lib/auth/secrets.ts";
import { beginSession } from "#lib/auth/session-store.ts";
import type { CookieBrowser } from "./cookie-browser.ts";
import { testDatabase } from "./database.ts";
import { ownField } from "./form-owner.ts";

/** Where a program of these tests is sent back to; its port is as free as RFC 8252 has it. */
export const CALLBACK = "http://127.0.0.1:53682/callback";
const VERIFIER = randomBytes(32).toString("base64url");

interface TestClient {
  id: string;
  kind?: string;
  secret?: string;
  jwks?: object;
  scopes?: string[];
  redirectUris?: string[];
  dpopBound?: boolean;
}

/** Puts a program into this file's database: a public one unless said otherwise. */
export async function makeClient(client: TestClient): Promise<void> {
  const {
    kind = "public",
    secret,
    jwks,
    scopes = ["appointments:read"],
    dpopBound = false,
  } = client;
  const redirectUris = client.redirectUris ?? (kind === "service" ? [] : [CALLBACK]);
  const hash = secret === undefined ? null : hashToken(secret);
  await testDatabase().superuser.query(
    `INSERT INTO oauth_clients (id, name, kind, secret_hash, jwks, redirect_uris, scopes, dpop_bound)
     VALUES ($1, 'Program ' || $1, $2, $3, $4, $5, $6, $7)`,
    [client.id, kind, hash, jwks ? JSON.stringify(jwks) : null, redirectUris, scopes, dpopBound],
  );
}

/** Signs a browser in, without the form. */
export async function signInAs(
  browser: CookieBrowser,
  userId: string,
  at = new Date(),
): Promise<void> {
  const token = newToken();
  await beginSession({ token, userId, via: "password", userAgent: "Test" }, at);
  browser.cookies.set(cookieName("session"), token);
}

/** An authorization request of a program; an empty value leaves a parameter out. */
export function requestOf(clientId: string, changed: Record<string, string> = {}): string {
  const params = {
    client_id: clientId,
    response_type: "code",
    scope: "openid appointments:read",
    redirect_uri: CALLBACK,
    code_challenge: createHash("sha256").update(VERIFIER).digest("base64url"),
    code_challenge_method: "S256",
    state: "s",
    ...changed,
  };
  const given = Object.entries(params).filter(([, value]) => value !== "");
  return `/oauth/auth?${new URLSearchParams(given).toString()}`;
}

/** Follows an authorization request; answers a question on the way. Gives where it ends, and whether it asked. */
export async function authorize(
  browser: CookieBrowser,
  path: string,
  decision = "allow",
): Promise<{ end: URL; asked: boolean }> {
  let next = path;
  let asked = false;
  for (let steps = 0; steps < 10; steps++) {
    const question = /^(\/oauth\/interaction\/[^/]+)\/consent$/.exec(next)?.[1];
    asked ||= question !== undefined;
    const response = question
      ? await browser.ask(`${question}/decision`, { ...(await ownField(browser)), decision })
      : await browser.ask(next);
    const location = response.headers.get("location");
    if (location === null) break;
    next = location.replace(browser.base, "");
    if (!next.startsWith("/oauth/")) break;
  }
  return { end: new URL(next, browser.base), asked };
}

/** What the token endpoint answers. */
export interface TokenAnswer {
  status: number;
  body: Record<string, string>;
}

/** Posts to an endpoint of the authorization server, as a program does. */
export async function post(
  base: string,
  endpoint: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const response = await fetch(`${base.replace("localhost", "127.0.0.1")}/oauth/${endpoint}`, {
    method: "POST",
    headers,
    body: new URLSearchParams(form),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? {} : (JSON.parse(text) as Record<string, string>),
  };
}

/** Redeems the code of an answer. */
export function redeem(
  base: string,
  clientId: string,
  end: URL,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const form = {
    grant_type: "authorization_code",
    code: end.searchParams.get("code") ?? "",
    code_verifier: VERIFIER,
    redirect_uri: end.origin + end.pathname,
  };
  return post(
    base,
    "token",
    headers["authorization"] ? form : { ...form, client_id: clientId },
    headers,
  );
}

export const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${encodeURIComponent(secret)}`).toString("base64")}`,
});
