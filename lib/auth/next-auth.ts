import type { NextApiRequest, NextApiResponse } from "next";
import NextAuth, { type NextAuthOptions } from "next-auth";
import { env } from "../env.ts";
import { reportRefusal } from "../refusal-log.ts";
import { identityAdapter, mayEnter, type SignIn, type SignedInUser } from "./adapter.ts";
import { safePath } from "./callback-url.ts";
import { cookieName, cookieOptions, type HostCookie } from "./cookies.ts";
import { OWN, providers, type Claims } from "./providers.ts";
import { deriveKey, newToken } from "./secrets.ts";
import { longest } from "./session-limits.ts";

/** From leaving for a provider to coming back. */
const FLOW = 15 * 60;

/** NextAuth as the client of our own authorization server and of outside providers. */
function options(providerId: string, userAgent: string): NextAuthOptions {
  const cookie = (name: HostCookie, maxAge?: number) => ({
    name: cookieName(name),
    options: { ...cookieOptions(), ...(maxAge ? { maxAge } : {}) },
  });
  const signIn: SignIn = { provider: providerId, userAgent, amr: [] };
  return {
    secret: deriveKey("next-auth").toString("base64url"),
    useSecureCookies: cookieOptions().secure,
    adapter: identityAdapter(signIn),
    providers: providers(),
    session: {
      strategy: "database",
      // Unused: a session and its cookie end when `createSession` of the adapter says.
      maxAge: longest("absoluteMs") / 1000,
      generateSessionToken: newToken,
    },
    cookies: {
      sessionToken: cookie("session"),
      callbackUrl: cookie("callbackUrl"),
      csrfToken: cookie("csrfToken"),
      pkceCodeVerifier: cookie("pkce", FLOW),
      state: cookie("state", FLOW),
      nonce: cookie("nonce", FLOW),
    },
    callbacks: {
      signIn: ({ user, profile }) => {
        // What another provider says about its own sign-in is not ours to count.
        if (providerId === OWN) signIn.amr.push(...((profile as Claims | undefined)?.amr ?? []));
        return mayEnter(user as SignedInUser);
      },
      redirect: ({ url, baseUrl }) => baseUrl + (safePath(url.replace(baseUrl, "")) ?? "/sign-in"),
    },
    logger: {
      // Its messages quote what went over the wire; the code says enough.
      error: (why, details) =>
        reportRefusal({ refused: "sign-in", why: [why, kindOf(details)].join(" ").trim() }),
      warn: () => undefined,
      debug: () => undefined,
    },
  };
}

interface Call {
  action: string;
  method?: "GET" | "POST";
  provider?: string;
  query?: Record<string, string>;
  body?: Record<string, string>;
  cookies: Record<string, string>;
  userAgent: string;
}

interface Reply {
  status: number;
  location: string | null;
  cookies: string[];
  body: unknown;
}

/** Calls NextAuth the way a page's API route would, without a server in between. */
export async function nextAuth(call: Call): Promise<Reply> {
  const { action, provider = "", method = "GET", query, body, cookies, userAgent } = call;
  const reply: Reply = { status: 200, location: null, cookies: [], body: null };
  const nextauth = provider ? [action, provider] : [action];
  const { host } = new URL(env().APP_URL);
  const req = { method, query: { ...query, nextauth }, body, cookies, headers: { host } };
  const res = {
    status: (status: number) => {
      reply.status = status;
      return res;
    },
    getHeader: (name: string) => (/^set-cookie$/i.test(name) ? reply.cookies : undefined),
    setHeader: (name: string, value: string | string[]) => {
      if (/^set-cookie$/i.test(name)) reply.cookies = [value].flat();
      if (/^location$/i.test(name)) reply.location = String(value);
      return res;
    },
    send: (sent: unknown) => void (reply.body = sent),
    json: (sent: unknown) => void (reply.body = sent),
    end: () => undefined,
  };
  await (NextAuth(
    req as unknown as NextApiRequest,
    res as unknown as NextApiResponse,
    options(provider, userAgent),
  ) as Promise<void>);
  return reply;
}

function kindOf(details: unknown): string {
  const error = details instanceof Error ? details : (details as { error?: unknown }).error;
  return error instanceof Error ? error.name : "";
}
