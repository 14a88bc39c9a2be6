import { createHash, createHmac, generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

/** What the next ID token says, and how it is made; what is left out is right. */
export interface Token {
  claims?: Record<string, unknown>;
  alg?: "RS256" | "none" | "HS256";
  key?: KeyObject;
}

const CLIENT = { id: "slotwell-at-issuer", secret: "secret of the fake issuer" };
export const strangersKey = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;

/** An outside OpenID provider that says whatever a test wants it to say. */
export async function startFakeIssuer() {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const jwk = { ...publicKey.export({ format: "jwk" }), kid: "k1", alg: "RS256", use: "sig" };
  const state = { token: {} as Token, nonce: "", challenge: "", verified: 0 };
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(answer(request.url ?? "", Buffer.concat(chunks).toString())));
    });
  });
  const issuer = await listen(server);
  const answer = (path: string, body: string) => {
    if (path.endsWith("openid-configuration")) return metadata(issuer);
    if (path === "/jwks") return { keys: [jwk] };
    const verifier = new URLSearchParams(body).get("code_verifier") ?? "";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (challenge !== state.challenge) return { error: "invalid_grant" };
    state.verified++;
    const { claims, alg = "RS256", key = privateKey } = state.token;
    const now = Math.floor(Date.now() / 1000);
    const right = { iss: issuer, aud: CLIENT.id, sub: "s1", iat: now, exp: now + 60 };
    const all = { ...right, nonce: state.nonce, ...claims };
    return { access_token: "a", token_type: "Bearer", id_token: jwt(alg, all, key) };
  };
  return {
    issuer,
    state,
    settings: { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: CLIENT.id, OIDC_CLIENT_SECRET: CLIENT.secret },
    stop: () => new Promise((resolve) => server.close(resolve)),
  };
}

const metadata = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  response_types_supported: ["code"],
  subject_types_supported: ["public"],
  id_token_signing_alg_values_supported: ["RS256"],
  authorization_response_iss_parameter_supported: true,
});

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function jwt(alg: NonNullable<Token["alg"]>, claims: object, key: KeyObject): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg, kid: "k1", typ: "JWT" })}.${part(claims)}`;
  switch (alg) {
    case "none":
      return `${text}.`;
    case "HS256":
      return `${text}.${createHmac("sha256", CLIENT.secret).update(text).digest("base64url")}`;
    case "RS256":
      return `${text}.${sign("sha256", Buffer.from(text), key).toString("base64url")}`;
  }
}
