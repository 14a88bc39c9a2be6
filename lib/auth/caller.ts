import { anonymous, type Actor } from "../access/actor.ts";
import { env } from "../env.ts";
import { DomainError } from "../errors.ts";
import { findBearer, type Bearer } from "./bearer.ts";
import { provesKey } from "./dpop.ts";
import { addressOf } from "./posted.ts";
import { foreignPost } from "./same-origin.ts";
import { mac } from "./secrets.ts";
import { anySessionFromCookieHeader } from "./session-store.ts";

/** Who sends a request to the API, and whose requests are counted together. */
export interface Caller {
  actor: Actor;
  key: string;
}

/**
 * By the token of the request if it carries one, else by the session of its browser. A token is sent on
 * purpose; a cookie also comes along when another site's page made the browser ask, and then changes
 * nothing.
 *
 * @throws DomainError `unauthenticated` for a token that does not count, `forbidden` for another site's
 * post, `second_factor_needed` for a user whose role needs one.
 */
export async function callerOf(request: Request, now: Date): Promise<Caller> {
  const { headers, method } = request;
  const authorization = headers.get("authorization");
  if (authorization !== null) {
    const { actor, clientId } = await holderOf(request, authorization, now);
    return { actor, key: actor.kind === "user" ? `user:${actor.userId}` : `client:${clientId}` };
  }
  const writes = method !== "GET" && method !== "HEAD";
  if (writes && foreignPost(headers, env().APP_URL) === "origin") {
    throw new DomainError("forbidden");
  }
  const session = await anySessionFromCookieHeader(headers.get("cookie"), now);
  if (session?.isHeld) throw new DomainError("second_factor_needed");
  if (session) return { actor: session.actor, key: `user:${session.actor.userId}` };
  if (writes) throw new DomainError("unauthenticated");
  return { actor: anonymous, key: addressKey(request) };
}

/** Who is nobody is counted by where they are. */
export const addressKey = (request: Request): string =>
  `address:${mac("requests", addressOf(request))}`;

const CREDENTIALS = /^(Bearer|DPoP) +([\w.~+/-]+=*)$/i;

/** The token of a request that carries one, whatever it is worth; null without. */
export function tokenOf(headers: Headers): string | null {
  const authorization = headers.get("authorization");
  return authorization === null ? null : (CREDENTIALS.exec(authorization.trim())?.[2] ?? "");
}

/** A token that is bound to a key needs its own scheme and a proof; any other one has neither. */
async function holderOf(request: Request, authorization: string, now: Date): Promise<Bearer> {
  const [, scheme = "", token = ""] = CREDENTIALS.exec(authorization.trim()) ?? [];
  const withProof = scheme.toLowerCase() === "dpop";
  const refusal = withProof
    ? ({ token: true, dpop: "invalid_token" } as const)
    : ({ token: true } as const);
  if (token === "") throw new DomainError("unauthenticated", refusal);
  const bearer = await findBearer(token, now, refusal);
  const { boundTo } = bearer;
  if ((boundTo !== null) !== withProof) throw new DomainError("unauthenticated", refusal);
  if (boundTo !== null && !(await provesKey(request, { token, boundTo, now }))) {
    throw new DomainError("unauthenticated", { token: true, dpop: "invalid_dpop_proof" });
  }
  return bearer;
}
