import type { IncomingMessage, ServerResponse } from "node:http";

/**
 * Whoever is sent elsewhere by the answer to a form reads there (303), and does not send the form
 * again with all that was typed: Next.js redirects from pages with 307, which repeats the post
 * (RFC 9110, 15.4.4 and 15.4.8).
 */
export function neverRepeatPosts(
  { method }: Pick<IncomingMessage, "method">,
  response: ServerResponse,
): void {
  if (method !== "POST") return;
  const writeHead = response.writeHead.bind(response) as (
    status: number,
    ...rest: unknown[]
  ) => ServerResponse;
  response.writeHead = (status: number, ...rest: unknown[]) =>
    writeHead(status === 307 ? 303 : status, ...rest);
}
