import type { ServerResponse } from "node:http";

/** What is sent instead of an answer. */
export interface Replacement {
  status: number;
  headers: Record<string, string | number>;
  /** Undefined to keep the body as it is. */
  body?: string;
}

/**
 * Lets `replacementOf` replace an answer when its status is known, which Next.js and libraries write without
 * asking. Returns null to leave it alone.
 */
export function replaceAnswer(
  response: ServerResponse,
  replacementOf: (status: number) => Replacement | null,
): void {
  const { writeHead, write, end } = bound(response);
  let replaced = false;
  response.writeHead = (status: number, ...rest: unknown[]) => {
    const replacement = replacementOf(status);
    if (!replacement) return writeHead(status, ...rest);
    const { headers, body } = replacement;
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    if (body === undefined) return writeHead(replacement.status, ...rest);
    replaced = true;
    for (const name of ["content-encoding", "content-length", "etag"]) response.removeHeader(name);
    writeHead(replacement.status);
    return end(body);
  };
  // What Next.js writes after the head of a failure belongs to the page that is not sent.
  const decide = () => {
    if (!response.headersSent && replacementOf(response.statusCode)) {
      response.writeHead(response.statusCode);
    }
  };
  response.write = (...args: unknown[]) => {
    decide();
    return replaced || write(...args);
  };
  response.end = (...args: unknown[]) => {
    decide();
    return replaced ? response : end(...args);
  };
}

/** The methods as they are before they are replaced, without their many overloads. */
function bound(response: ServerResponse) {
  type Method<Result> = (...args: unknown[]) => Result;
  return {
    writeHead: response.writeHead.bind(response) as Method<ServerResponse>,
    write: response.write.bind(response) as Method<boolean>,
    end: response.end.bind(response) as Method<ServerResponse>,
  };
}
