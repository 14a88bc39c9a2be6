import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { finishFlow } from "#lib/auth/flow.ts";
import { answerConsent } from "#lib/auth/oauth/consent.ts";
import { answerInteraction } from "#lib/auth/oauth/interaction.ts";
import { serveMetadata, serveOAuth } from "#lib/auth/oauth/mount.ts";
import { askForPasskey, signInWithPasskey } from "#lib/auth/passkeys/sign-in.ts";
import { signInWithCode } from "#lib/auth/second-factor/step-form.ts";
import { signInWithPassword } from "#lib/auth/sign-in-form.ts";
import { signOut } from "#lib/auth/sign-out.ts";
import { supply } from "#lib/env.ts";

type Route = [path: RegExp, handler: (request: Request) => Promise<Response>];
const ROUTES: Route[] = [
  [/^\/sign-in\/password$/, signInWithPassword],
  [/^\/sign-in\/code$/, signInWithCode],
  [/^\/sign-in\/passkey\/options$/, askForPasskey],
  [/^\/sign-in\/passkey$/, signInWithPasskey],
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
