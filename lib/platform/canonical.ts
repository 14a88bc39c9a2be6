import type { IncomingMessage } from "node:http";
import { isLoopback } from "./production.ts";

/**
 * Where a browser that came under another name of this machine should go instead. A sign-in begun
 * at 127.0.0.1 would come back to localhost, where its cookies are not.
 *
 * @returns a URL, or null if the request is fine where it is.
 */
export function canonicalUrl(request: IncomingMessage, appUrl: string): string | null {
  const { host, "sec-fetch-mode": mode } = request.headers;
  if (request.method !== "GET" || mode !== "navigate" || !host) return null;
  const wanted = new URL(appUrl);
  if (host === wanted.host || !URL.canParse(`http://${host}`)) return null;
  const asked = new URL(`http://${host}`);
  if (!isLoopback(asked.hostname) || !isLoopback(wanted.hostname)) return null;
  return wanted.origin + (request.url?.startsWith("/") ? request.url : "/");
}
