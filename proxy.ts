import { randomBytes } from "node:crypto";
import { NextResponse, type NextRequest } from "next/server";
import { env } from "#lib/env.ts";
import { contentSecurityPolicy, isPrivate, saysWhereFormsLead } from "#lib/web/csp.ts";

/**
 * Sets headers that differ from answer to answer. Authorizes nothing: every page, action and route
 * does that itself, and works as safely without this.
 */
export function proxy(request: NextRequest): NextResponse {
  const nonce = randomBytes(16).toString("base64");
  const { pathname } = request.nextUrl;
  const dev = env().NODE_ENV === "development";
  const policy = contentSecurityPolicy(nonce, dev, saysWhereFormsLead(pathname));
  const headers = new Headers(request.headers);
  // Next.js takes the nonce for its own scripts from here.
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  if (isPrivate(pathname)) response.headers.set("cache-control", "no-store");
  return response;
}

// Answers that are no pages carry the headers of lib/platform/headers.ts, and need no nonce.
export const config = { matcher: ["/((?!_next/static/|_next/image|api/|attachments/).*)"] };
