import type { IncomingMessage, ServerResponse } from "node:http";
import inject from "light-my-request";
import type { errors, JWK, KoaContextWithOIDC, Provider } from "oidc-provider";
import { isOutage } from "../../db-errors.ts";
import { env } from "../../env.ts";
import { reportFailure } from "../../log.ts";
import { OUTAGE_RETRY_SECONDS } from "../../outage.ts";
import { reportRefusal } from "../../refusal-log.ts";
import { addressKey } from "../caller.ts";
import { countRequest, limitHeaders, type Allowance } from "../request-limit.ts";
import { hashToken, sameText } from "../secrets.ts";
import { configuration } from "./configuration.ts";
import { signingKeys } from "./keys.ts";
import { noteClientUse } from "./use.ts";
import { AuthorizationServer } from "./service-scope.ts";
import { issuer, MOUNT } from "./settings.ts";

/** After at most this time a process signs with, and publishes, the keys that the database has. */
export const KEYS_CHECKED_EVERY_MS = 30_000;

interface Running {
  provider: Provider;
  /** The ids of its keys, in order. */
  kids: string;
}

// One per process: kept on globalThis, so that a reload in development does not make another.
const kept = globalThis as typeof globalThis & {
  slotwellProvider?: { checkedAt: number; running: Promise<Running> };
};

const PROGRAMS = { name: "oauth", share: 1 };

/** Returns the authorization server of this process, with the signing keys of `now`. */
export async function authorizationServer(now = new Date()): Promise<Provider> {
  let known = kept.slotwellProvider;
  if (!known || now.getTime() - known.checkedAt >= KEYS_CHECKED_EVERY_MS) {
    const renewing = { checkedAt: now.getTime(), running: renew(known?.running, now) };
    known = kept.slotwellProvider = renewing;
    renewing.running.catch(() => {
      if (kept.slotwellProvider === renewing) delete kept.slotwellProvider;
    });
  }
  return (await known.running).provider;
}

/**
 * oidc-provider takes its keys when it is made, and keeps nothing in memory that the database does not
 * have: for other keys another is made. While the database cannot be asked, the keys stay as they are.
 */
async function renew(running: Promise<Running> | undefined, now: Date): Promise<Running> {
  const before = await running;
  try {
    const keys = await signingKeys(now);
    const kids = keys.map(({ kid }) => kid).join();
    return before?.kids === kids ? before : { provider: create(keys), kids };
  } catch (error) {
    if (!before) throw error;
    reportFailure(error);
    return before;
  }
}

function create(keys: JWK[]): Provider {
  const provider = new AuthorizationServer(issuer(), configuration(keys));
  // What it believes about the address it was called at is set in `answer` and comes from APP_URL.
  provider.proxy = true;
  compareHashes(provider);
  provider.on("grant.success", ({ oidc }) => {
    if (oidc.client) void noteClientUse(oidc.client.clientId, new Date()).catch(reportFailure);
  });
  provider.on("server_error", (_ctx, error) => {
    reportFailure(error);
  });
  provider.on("grant.error", reportOAuth);
  provider.on("introspection.error", reportOAuth);
  provider.on("revocation.error", reportOAuth);
  return provider;
}

function reportOAuth({ oidc }: KoaContextWithOIDC, { error }: errors.OIDCProviderError): void {
  reportRefusal({ refused: "oauth", why: error, client: oidc.client?.clientId });
}

/** The database has hashes of the secrets that clients prove themselves by, not the secrets. */
function compareHashes({ Client }: Provider): void {
  Object.assign(Client.prototype, {
    compareClientSecret(this: { clientSecret?: string }, given: string): boolean {
      return this.clientSecret !== undefined && sameText(this.clientSecret, hashToken(given));
    },
  });
}

/**
 * Answers a request below `/oauth` with the authorization server's own handler. Posts are
 * rate-limited by IP address, because identifying the client is the work that the limit spares.
 */
export async function serveOAuth(request: Request): Promise<Response> {
  try {
    return await limited(request);
  } catch (error) {
    if (!isOutage(error)) throw error;
    reportFailure(error);
    return unavailable(503, OUTAGE_RETRY_SECONDS, "the database cannot be used at the moment");
  }
}

async function limited(request: Request): Promise<Response> {
  if (request.method !== "POST") return handled(request);
  const allowance = await countRequest(addressKey(request), new Date(), PROGRAMS);
  const response = allowance.remaining < 0 ? tooMany(allowance) : await handled(request);
  for (const [name, value] of limitHeaders(allowance)) response.headers.set(name, value);
  return response;
}

const tooMany = ({ reset }: Allowance): Response =>
  unavailable(429, reset, `too many requests, try again in ${reset} seconds`);

function unavailable(status: number, retrySeconds: number, description: string): Response {
  return Response.json(
    { error: "temporarily_unavailable", error_description: description },
    { status, headers: { "cache-control": "no-store", "retry-after": String(retrySeconds) } },
  );
}

async function handled(request: Request): Promise<Response> {
  const handle = (await authorizationServer()).callback();
  return answer(request, (req, res) => {
    const mounted = req as IncomingMessage & { originalUrl?: string };
    mounted.originalUrl = req.url ?? "/";
    req.url = mounted.originalUrl.slice(MOUNT.length);
    return handle(req, res);
  });
}

/** Runs a handler of Node's http on a Web request. */
export async function answer(
  request: Request,
  handler: (req: IncomingMessage, res: ServerResponse) => unknown,
): Promise<Response> {
  const { pathname, search } = new URL(request.url);
  const body = request.body ? Buffer.from(await request.arrayBuffer()) : undefined;
  const reply = await inject(handler, {
    method: request.method,
    url: pathname + search,
    headers: trustedHeaders(request.headers),
    ...(body ? { payload: body } : {}),
  });
  const headers = new Headers();
  for (const [name, value] of Object.entries(reply.headers)) {
    for (const each of [value ?? []].flat()) headers.append(name, String(each));
  }
  const empty = reply.rawPayload.length === 0;
  return new Response(empty ? null : new Uint8Array(reply.rawPayload), {
    status: reply.statusCode,
    headers,
  });
}

function trustedHeaders(headers: Headers): Record<string, string> {
  const { host, protocol } = new URL(env().APP_URL);
  const kept = [...headers].filter(
    ([name]) =>
      !/^(x-forwarded-|forwarded$|host$|content-length$|transfer-encoding$|connection$)/.test(name),
  );
  return { ...Object.fromEntries(kept), host, "x-forwarded-proto": protocol.slice(0, -1) };
}

/** What the authorization server can do (RFC 8414), the same as OpenID Connect Discovery says. */
export function serveMetadata(request: Request): Promise<Response> {
  const url = new URL(`${MOUNT}/.well-known/openid-configuration`, request.url);
  return serveOAuth(new Request(url, { headers: request.headers }));
}
