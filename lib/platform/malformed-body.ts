import type { IncomingMessage, ServerResponse } from "node:http";
import messages from "../../messages/en.json" with { type: "json" };
import { framesOf, markReported } from "../log.ts";
import { plainPage } from "../plain-page.ts";
import { reportRefusal } from "../refusal-log.ts";
import { replaceAnswer } from "../replaced-answer.ts";
import { currentRequest, type RequestContext } from "../request-context.ts";

/** What the parsers say with which Next.js reads the body of an action: those of Node.js, and busboy. */
const MALFORMED: ReadonlySet<string> = new Set([
  "Failed to parse body as FormData.",
  ...["Malformed content type", "Malformed part header", "Malformed urlencoded form"],
  ...["Missing Content-Type", "Multipart: Boundary not found", "Unexpected end of form"],
  "Unexpected end of file",
  // Of Node.js: the sender hung up before the end.
  "aborted",
]);

/** Values that a script sends to an action are JSON, which no code but that of Next.js parses then. */
const isArgument = (error: Error): boolean =>
  error instanceof SyntaxError &&
  framesOf(error).every((frame) =>
    /JSON\.parse|node_modules\/next\/dist\/compiled|node:/.test(frame),
  );

const malformed = new WeakSet<RequestContext>();

/**
 * Notes that the body of the request that is being answered cannot be read, if that is what the error says.
 * Its line in the log has no stack, because the sender made the error, and is limited like other refusals.
 *
 * @returns whether it is noted.
 */
export function noteMalformedBody(error: Error): boolean {
  const request = currentRequest();
  if (request?.method !== "POST") return false;
  if (!MALFORMED.has(error.message) && !isArgument(error)) return false;
  malformed.add(request);
  if (markReported(error, request.id)) reportRefusal({ refused: "malformed", why: "body" });
  return true;
}

const { title, body, retry } = messages.errors.unreadable;

/** Answers 400 where Next.js answers 500 to a body that cannot be read: a page, or a problem for programs. */
export function answerMalformedBodies(
  { headers }: IncomingMessage,
  response: ServerResponse,
): void {
  const request = currentRequest();
  if (!request) return;
  replaceAnswer(response, (status) => {
    if (status !== 500 || !malformed.has(request)) return null;
    const { id } = request;
    const sentence = body.replace("{code}", id);
    if (headers.accept?.includes("text/html")) {
      return {
        status: 400,
        headers: { "content-type": "text/html; charset=utf-8" },
        body: plainPage({ title, body: sentence, retry }),
      };
    }
    const problem = {
      type: "about:blank",
      title,
      status: 400,
      code: "malformed",
      detail: sentence,
    };
    return {
      status: 400,
      headers: { "content-type": "application/problem+json" },
      body: JSON.stringify(problem),
    };
  });
}
