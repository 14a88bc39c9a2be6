import type { IncomingMessage, ServerResponse } from "node:http";

const ALWAYS = {
  // Files and pages that may be kept say so themselves.
  "cache-control": "no-store",
  // For whatever is no page. Pages get their own from proxy.ts, which replaces it.
  "content-security-policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
  "cross-origin-opener-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "referrer-policy": "strict-origin-when-cross-origin",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

/** Photos of doctors say themselves who may keep them: a route cannot replace a header that is set. */
const KEPT_AS_IT_SAYS = /^\/doctors\/[^/?]+\/photo(\?|$)/;

/**
 * The security headers that depend on no request. Set here rather than in next.config.js, whose
 * headers are fixed by the build, which does not know where the site will live. Every answer has
 * them, also those that never reach Next.js.
 */
export function setSecurityHeaders(
  request: Pick<IncomingMessage, "url">,
  response: ServerResponse,
  https: boolean,
): void {
  for (const [name, value] of Object.entries(ALWAYS)) response.setHeader(name, value);
  if (KEPT_AS_IT_SAYS.test(request.url ?? "")) response.removeHeader("cache-control");
  // Not for subdomains: those are not ours to decide about.
  if (https) response.setHeader("strict-transport-security", "max-age=63072000");
}
