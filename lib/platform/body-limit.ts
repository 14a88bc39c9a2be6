import type { IncomingMessage, ServerResponse } from "node:http";

const MEGABYTE = 1024 * 1024;
/** What a server action takes, and more than any form or API call needs. */
const MOST = MEGABYTE;
/** Above the largest file; its route has the exact limit, and a page to say so on. */
const MOST_UPLOADED = 12 * MEGABYTE;

/** The routes that take files: photos of doctors, attachments of records. */
const UPLOADS = /^\/(doctors\/[^/?]+\/photo|doctor\/records\/[^/?]+\/attach)(\?|$)/;

type Asked = Pick<IncomingMessage, "url" | "method">;

/** Whether the body may be a file, which is read as it comes. */
export const isUpload = ({ url = "", method }: Asked): boolean =>
  method === "POST" && UPLOADS.test(url);

const limitOf = (request: Asked): number => (isUpload(request) ? MOST_UPLOADED : MOST);

/**
 * Refuses a body that says it is too long, and cuts off one that turns out to be.
 *
 * @returns whether the request may go on.
 */
export function limitBody(request: IncomingMessage, response: ServerResponse): boolean {
  const limit = limitOf(request);
  if (Number(request.headers["content-length"] ?? 0) > limit) {
    refuse(request, response, limit);
    return false;
  }
  const push = request.push.bind(request);
  let received = 0;
  request.push = (chunk: Buffer | null, encoding) => {
    received += chunk?.length ?? 0;
    if (received <= limit) return push(chunk, encoding);
    refuse(request, response, limit);
    return false;
  };
  return true;
}

function refuse(request: IncomingMessage, response: ServerResponse, limit: number): void {
  if (response.headersSent) return void request.destroy();
  const problem = {
    type: "about:blank",
    title: "Content Too Large",
    status: 413,
    code: "too_large",
  };
  response.once("finish", () => request.destroy());
  response.writeHead(413, { "content-type": "application/problem+json", connection: "close" });
  const detail = `A request may carry at most ${limit / MEGABYTE} MB.`;
  response.end(JSON.stringify({ ...problem, detail }));
}
