import http, { type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { sanitize } from "./address.ts";
import { limitBody } from "./body-limit.ts";
import { canonicalUrl } from "./canonical.ts";
import { setSecurityHeaders } from "./headers.ts";
import { answerHealth, type Phase } from "./health.ts";
import { answerMalformedBodies } from "./malformed-body.ts";
import { reportFailure } from "../log.ts";
import { answerOutages } from "../outage.ts";
import { reportRefusal } from "../refusal-log.ts";
import { withinRequest } from "../request-context.ts";
import { requestLimits } from "./request-limits.ts";
import { answerRefusal, refusalOf } from "./refusal.ts";
import { REQUEST_ID_HEADER, requestContextOf } from "./request-id.ts";
import { neverRepeatPosts } from "./see-other.ts";
import { codeOf, StartupError } from "./startup-error.ts";
import { untrustedProxyWarning } from "./untrusted-proxy.ts";

export type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

interface ServerSettings {
  PORT: number;
  HOST: string;
  APP_URL: string;
  TRUSTED_PROXIES: number;
  API_REQUESTS_PER_MINUTE: number;
}

export interface Server {
  http: http.Server;
  /** From now on requests are answered; those that came before have been waiting. */
  open: (handler: Handler) => void;
  /**
   * Says "not ready" for `noticeMs`, so that load balancers send no more requests; then closes the
   * port and waits for the running requests.
   */
  close: (noticeMs: number) => Promise<void>;
}

/** How long a running request may still take once the port is closed. */
const DRAIN_TIMEOUT_MS = 3_500;

/**
 * Takes the port at once, so that a second start fails before it has touched anything.
 *
 * @throws StartupError if the port is not to be had.
 */
export async function listen(settings: ServerSettings): Promise<Server> {
  const https = settings.APP_URL.startsWith("https:");
  const { promise: handler, resolve: open } = Promise.withResolvers<Handler>();
  const withinLimits = requestLimits(settings.API_REQUESTS_PER_MINUTE);
  const noteProxy = untrustedProxyWarning(settings);
  let phase: Phase = "starting";

  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    setSecurityHeaders(request, response, https);
    if (phase === "stopping") response.setHeader("connection", "close");
    if (answerHealth(request, response, phase)) return;
    noteProxy(request);
    sanitize(request, settings.TRUSTED_PROXIES);
    const refusal = refusalOf(request, settings.APP_URL);
    if (refusal) {
      if (refusal.status === 403) reportRefusal({ refused: refusal.code, why: "another site" });
      answerRefusal(response, refusal);
      return;
    }
    const elsewhere = canonicalUrl(request, settings.APP_URL);
    if (elsewhere) return void response.writeHead(307, { location: elsewhere }).end();
    neverRepeatPosts(request, response);
    answerOutages(request, response);
    answerMalformedBodies(request, response);
    if (!limitBody(request, response)) return;
    await withinLimits(request, response, async () => (await handler)(request, response));
  };
  const server = http.createServer(
    { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 },
    (request, response) => {
      const context = requestContextOf(request, settings.TRUSTED_PROXIES);
      response.setHeader(REQUEST_ID_HEADER, context.id);
      void withinRequest(context, () =>
        // Next.js answers its own failures; this is for those it did not expect.
        answer(request, response).catch((error: unknown) => {
          reportFailure(error);
          response.destroy();
        }),
      );
    },
  );
  await bind(server, settings);

  return {
    http: server,
    open: (next) => {
      phase = "serving";
      open(next);
    },
    close: async (noticeMs) => {
      const answering = phase === "serving";
      phase = "stopping";
      if (answering) await sleep(noticeMs);
      const drained = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      if (answering) await Promise.race([drained, sleep(DRAIN_TIMEOUT_MS)]);
      server.closeAllConnections();
    },
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
