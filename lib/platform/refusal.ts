import type { IncomingMessage, ServerResponse } from "node:http";

const METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"];
const SAFE = ["GET", "HEAD", "OPTIONS"];

/** Reading the names in an address takes the square of their number. No page or program has as many. */
const MOST_PARAMETERS = 200;

/** Other people's programs post here from where they like; these check by themselves who may. */
const OPEN_TO_OTHERS = /^\/(oauth|api\/v1)\//;

interface Refusal {
  status: number;
  code: string;
  title: string;
  detail: string;
}

/**
 * What no page, action or route should have to think about: a method nobody has, an address that
 * cannot be read, and a change that another site's page makes this browser ask for.
 */
export function refusalOf(
  { method = "", url = "", headers }: Pick<IncomingMessage, "method" | "url" | "headers">,
  appUrl: string,
): Refusal | null {
  if (!METHODS.includes(method)) {
    return {
      status: 405,
      code: "method_not_allowed",
      title: "There is no such method",
      detail: "The header Allow names the methods that there are.",
    };
  }
  if (url.split("&", MOST_PARAMETERS + 1).length > MOST_PARAMETERS) {
    return {
      status: 400,
      code: "malformed",
      title: "The address cannot be read",
      detail: `It may have ${MOST_PARAMETERS} parameters at most.`,
    };
  }
  if (!isReadable(url)) {
    return {
      status: 400,
      code: "malformed",
      title: "The address cannot be read",
      detail: "It has to be UTF-8, percent-encoded.",
    };
  }
  if (!SAFE.includes(method) && !OPEN_TO_OTHERS.test(url) && isForeign(headers, appUrl)) {
    return {
      status: 403,
      code: "forbidden",
      title: "Sent by another site",
      detail: "A browser may ask for a change from this site's own pages alone.",
    };
  }
  return null;
}

export function answerRefusal(response: ServerResponse, refusal: Refusal): void {
  const { status } = refusal;
  const headers: Record<string, string> = {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    ...(status === 405 && { allow: METHODS.join(", ") }),
  };
  response.writeHead(status, headers).end(JSON.stringify({ type: "about:blank", ...refusal }));
}

function isReadable(url: string): boolean {
  // `*` is the server as a whole, which has nothing to say.
  if (url === "*") return false;
  try {
    return !decodeURIComponent(url.split("?")[0] ?? "").includes("\0");
  } catch {
    return false;
  }
}

function isForeign(headers: IncomingMessage["headers"], appUrl: string): boolean {
  const site = headers["sec-fetch-site"];
  if (site !== undefined && site !== "same-origin" && site !== "none") return true;
  return headers.origin !== undefined && headers.origin !== appUrl;
}
