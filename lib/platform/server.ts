import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { sanitize } from "./address.ts";
import { limitBody } from "./body-limit.ts";
import { canonicalUrl } from "./canonical.ts";
import { setSecurityHeaders } from "./headers.ts";
import { answerRefusal, refusalOf } from "./refusal.ts";
import { neverRepeatPosts } from "./see-other.ts";
import { codeOf, StartupError } from "./startup-error.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface ServerSettings {
  PORT: number;
  HOST: string;
  APP_URL: string;
  TRUSTED_PROXIES: number;
}

export interface Server {
  http: http.Server;
  /** From now on requests are answered; those that came before have been waiting. */
  open: (handler: Handler) => void;
  /** Takes no more requests, and waits for those being answered. */
  close: () => Promise<void>;
}

/** How long a request under way may still take once the server is told to stop. */
const DRAIN_MS = 5_000;

/**
 * Takes the port at once, so that a second start fails before it has touched anything.
 *
 * @throws StartupError if the port is not to be had.
 */
export async function listen(settings: ServerSettings): Promise<Server> {
  const https = settings.APP_URL.startsWith("https:");
  const { promise: handler, resolve: open } = Promise.withResolvers<Handler>();
  let closing = false;

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(request, response, https);
    if (closing) response.setHeader("connection", "close");
    sanitize(request, settings.TRUSTED_PROXIES);
    const refusal = refusalOf(request, settings.APP_URL);
    if (refusal) {
      answerRefusal(response, refusal);
      return;
    }
    const elsewhere = canonicalUrl(request, settings.APP_URL);
    if (elsewhere) return void response.writeHead(307, { location: elsewhere }).end();
    neverRepeatPosts(request, response);
    if (limitBody(request, response)) await (await handler)(request, response);
  };
  const server = http.createServer(
    { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      // Next.js answers its own failures; this is for those it did not expect.
      answer(request, response).catch(() => response.destroy());
    },
  );
  await bind(server, settings);

  let answering = false;
  const close = async () => {
    closing = true;
    const drained = new Promise((resolve) => server.close(resolve));
    server.closeIdleConnections();
    if (answering) await Promise.race([drained, sleep(DRAIN_MS)]);
    server.closeAllConnections();
  };
  return {
    http: server,
    open: (next) => {
      answering = true;
      open(next);
    },
    close,
  };
}

function bind(server: http.Server, { PORT, HOST }: ServerSettings): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error) => {
      const code = codeOf(error);
      if (code === "EADDRINUSE") {
        reject(new StartupError(`Port ${PORT} is in use: stop what uses it, or set PORT.`));
      } else if (code === "EACCES") {
        reject(new StartupError(`Port ${PORT} needs more rights: set PORT to one above 1023.`));
      } else {
        reject(new StartupError(`Cannot listen on HOST ${HOST}, PORT ${PORT} (${code}).`));
      }
    });
    server.listen(PORT, HOST, resolve);
  });
}
