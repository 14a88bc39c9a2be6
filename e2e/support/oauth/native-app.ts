import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import * as client from "openid-client";

const library: { allowInsecureRequests: (config: client.Configuration) => void } = client;
/** Tests speak to this machine over http, which openid-client does only when told to. */
export const overHttp = library.allowInsecureRequests;

/** The demo's program on one's own device, written with openid-client and nothing of ours. */
export class NativeApp {
  readonly config: client.Configuration;
  readonly redirectUri: string;
  readonly #arrived: URL[] = [];
  readonly close: () => void;

  private constructor(config: client.Configuration, port: number, close: () => void) {
    this.config = config;
    this.redirectUri = `http://127.0.0.1:${port}/callback`;
    this.close = close;
  }

  /** Starts it: it reads the metadata and listens on any port of this device. */
  static async start(baseURL: string): Promise<NativeApp> {
    const config = await client.discovery(
      new URL(`${baseURL}/oauth`),
      "slotwell-demo-native",
      undefined,
      client.None(),
      { execute: [overHttp] },
    );
    const server = createServer((request, response) => {
      const url = new URL(request.url ?? "/", app.redirectUri);
      response.setHeader("content-type", "text/plain");
      // A browser asks for more than the callback: a full Chromium for /favicon.ico, for example.
      if (url.pathname !== new URL(app.redirectUri).pathname) {
        response.writeHead(404).end("Not found");
        return;
      }
      app.#arrived.push(url);
      response.end("You can close this page.");
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const app = new NativeApp(config, (server.address() as AddressInfo).port, () => server.close());
    return app;
  }

  /** The address that begins a sign-in, and what redeems its answer (the last callback, if not given). */
  async begin(scope: string, more: Record<string, string> = {}) {
    const verifier = client.randomPKCECodeVerifier();
    const [state, nonce] = [client.randomState(), client.randomNonce()];
    const url = client.buildAuthorizationUrl(this.config, {
      redirect_uri: this.redirectUri,
      scope,
      state,
      nonce,
      code_challenge: await client.calculatePKCECodeChallenge(verifier),
      code_challenge_method: "S256",
      ...more,
    });
    const finish = (options?: client.DPoPOptions, answer = this.answer()) =>
      client.authorizationCodeGrant(
        this.config,
        answer,
        { pkceCodeVerifier: verifier, expectedState: state, expectedNonce: nonce },
        undefined,
        options,
      );
    return { url: url.href, finish };
  }

  /** The answer that has come last. */
  answer(): URL {
    const last = this.#arrived.at(-1);
    if (!last) throw new Error("The browser has not come back to the program");
    return last;
  }
}
