import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { finishFlow } from "#lib/auth/flow.ts";
import { answerConsent } from "#lib/auth/oauth/consent.ts";
import { answerInteraction } from "#lib/auth/oauth/interaction.ts";
import { serveMetadata, serveOAuth } from "#lib/auth/oauth/mount.ts";
import { signInWithPassword } from "#lib/auth/sign-in-form.ts";
import { signOut } from "#lib/auth/sign-out.ts";
import { supply } from "#lib/env.ts";

type Route = [path: RegExp, handler: (request: Request) => Promise<Response>];
const ROUTES: Route[] = [
  [/^\/sign-in\/password$/, signInWithPassword],
  [/^\/sign-out$/, signOut],
  [/^\/api\/auth\/callback\/slotwell$/, (request) => finishFlow(request, "slotwell")],
  [/^\/oauth\/interaction\/[^/]+\/decision$/, answerConsent],
  [/^\/oauth\/interaction\/[^/]+$/, answerInteraction],
  [/^\/oauth\/interaction\//, () => Promise.resolve(new Response("a page"))],
  [/^\/oauth\//, serveOAuth],
  [/^\/\.well-known\//, serveMetadata],
];

/** The routes of sign-in behind a real port, as far as they need no pages. */
export async function startAuthServer() {
  const server = createServer((incoming, outgoing) => {
    void handle(incoming).then(async (response) => {
      const cookies = response.headers.getSetCookie();
      outgoing.writeHead(response.status, {
        ...Object.fromEntries(response.headers),
        ...(cookies.length > 0 ? { "set-cookie": cookies } : {}),
      });
      outgoing.end(Buffer.from(await response.arrayBuffer()));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://localhost:${port}`;
  supply({ PORT: String(port), APP_URL: url, NEXTAUTH_URL: url });
  return { url, stop: () => new Promise((resolve) => server.close(resolve)) };
}

async function handle(incoming: IncomingMessage): Promise<Response> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) chunks.push(chunk as Buffer);
  const { method = "GET", url = "/" } = incoming;
  const request = new Request(`http://localhost${url}`, {
    method,
    headers: incoming.headers as Record<string, string>,
    ...(chunks.length > 0 ? { body: Buffer.concat(chunks) } : {}),
  });
  const { pathname } = new URL(request.url);
  const route = ROUTES.find(([path]) => path.test(pathname));
  return route ? route[1](request) : new Response(`page ${pathname}`);
}

/** As much of a browser as redirects and cookies need. */
export class AuthBrowser {
  readonly cookies = new Map<string, string>();
  readonly base: string;

  constructor(base: string) {
    this.base = base;
  }

  /** One request, no redirect followed. */
  async ask(path: string, form?: Record<string, string>): Promise<Response> {
    const url = new URL(path, this.base);
    const jar = [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(`http://127.0.0.1:${url.port}${url.pathname}${url.search}`, {
      redirect: "manual",
      headers: { cookie: jar, ...(form ? { origin: this.base } : {}) },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ""] = cookie.split(";");
      const at = pair.indexOf("=");
      const gone = /max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie);
      if (gone) this.cookies.delete(pair.slice(0, at));
      else this.cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  }

  /** Follows redirects; gives the addresses in order, the last one being where it ends. */
  async go(path: string, form?: Record<string, string>): Promise<string[]> {
    const trail = [path];
    let response = await this.ask(path, form);
    for (let next = response.headers.get("location"); next && trail.length < 12;) {
      trail.push(next.replace(this.base, ""));
      response = await this.ask(next);
      next = response.headers.get("location");
    }
    return trail;
  }
}
