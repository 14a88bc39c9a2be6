import type { IncomingMessage, ServerResponse } from "node:http";

/** Above the largest thing anybody uploads; each route has a smaller limit of its own. */
const BODY_LIMIT = 12 * 1024 * 1024;

/**
 * Refuses a body that says it is too long, and cuts off one that turns out to be.
 *
 * @returns whether the request may go on.
 */
export function limitBody(request: IncomingMessage, response: ServerResponse): boolean {
  if (Number(request.headers["content-length"] ?? 0) > BODY_LIMIT) {
    refuse(request, response);
    return false;
  }
  const push = request.push.bind(request);
  let received = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    received += chunk?.length ?? 0;
    if (received <= BODY_LIMIT) return push(chunk, encoding);
    refuse(request, response);
    return false;
  };
  return true;
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  if (response.headersSent) return void request.destroy();
  const problem = {
    type: "about:blank",
    title: "Content Too Large",
    status: 413,
    code: "too_large",
  };
  response.once("finish", () => request.destroy());
  response.writeHead(413, { "content-type": "application/problem+json", connection: "close" });
  response.end(JSON.stringify({ ...problem, detail: "A request may carry at most 12 MB." }));
}
