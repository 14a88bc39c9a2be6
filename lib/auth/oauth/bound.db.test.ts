import { createHash, randomUUID } from "node:crypto";
import { exportJWK, generateKeyPair, SignJWT, type CryptoKey, type JWK } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { problemOf } from "#lib/web/problem.ts";
import { startAuthServer } from "#lib/testing/auth-browser.ts";
import { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { authorize, makeClient, post, redeem, requestOf, signInAs } from "#lib/testing/oauth.ts";
import { makePatient } from "#lib/testing/people.ts";
import { callerOf } from "../caller.ts";

// Tokens that are bound to a key (RFC 9449), and programs that prove themselves by one (RFC 7523).

let server: Awaited<ReturnType<typeof startAuthServer>>;
let key: Key;
let token: string;
const path = "/api/v1/appointments";

interface Key {
  privateKey: CryptoKey;
  jwk: JWK;
}

beforeAll(async () => {
  server = await startAuthServer();
  key = await makeKey();
  await makeClient({ id: "bound", dpopBound: true });
  await makeClient({ id: "loose" });
  token = (await connect("bound", key)).body["access_token"] ?? "";
});
afterAll(() => server.stop());

async function makeKey(): Promise<Key> {
  const { privateKey, publicKey } = await generateKeyPair("ES256", { extractable: true });
  return { privateKey, jwk: await exportJWK(publicKey) };
}

const ath = (of: string) => createHash("sha256").update(of).digest("base64url");
const seconds = () => Math.floor(Date.now() / 1000);

function proof({ privateKey, jwk }: Key, claims: Record<string, unknown>, header = {}) {
  return new SignJWT({ jti: randomUUID(), iat: seconds(), ...claims })
    .setProtectedHeader({ alg: "ES256", typ: "dpop+jwt", jwk, ...header })
    .sign(privateKey);
}

const proofForToken = (by: Key) => proof(by, { htm: "POST", htu: `${server.url}/oauth/token` });

async function connect(id: string, by?: Key) {
  const browser = new CookieBrowser(server.url);
  await signInAs(browser, (await makePatient()).actor.userId);
  const { end } = await authorize(browser, requestOf(id));
  return redeem(server.url, id, end, by ? { dpop: await proofForToken(by) } : {});
}

const call = (headers: Record<string, string>, now = new Date()) =>
  callerOf(new Request(`http://internal${path}?limit=1`, { headers }), now);
const fitting = () => ({ htm: "GET", htu: server.url + path, ath: ath(token) });

it("takes a bound token with a proof, once (30)", async () => {
  const headers = { authorization: `DPoP ${token}`, dpop: await proof(key, fitting()) };
  expect((await call(headers)).actor.kind).toBe("user");
  await expect(call(headers)).rejects.toMatchObject({ detail: { dpop: "invalid_dpop_proof" } });
});

it("takes a proof once under a 10-way race (30)", async () => {
  const headers = { authorization: `DPoP ${token}`, dpop: await proof(key, fitting()) };
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => call(headers)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});

it.each<[string, () => Promise<string>]>([
  ["none", () => Promise.resolve("")],
  ["one that is no JWT", () => Promise.resolve("x.y.z")],
  ["another key's", async () => proof(await makeKey(), fitting())],
  ["one for another method", () => proof(key, { ...fitting(), htm: "POST" })],
  ["one for another address", () => proof(key, { ...fitting(), htu: `${server.url}/api/v1/me` })],
  ["one for another site", () => proof(key, { ...fitting(), htu: `https://evil.example${path}` })],
  ["one for another token", () => proof(key, { ...fitting(), ath: ath("other") })],
  ["one for no token", () => proof(key, { ...fitting(), ath: undefined })],
  ["an old one", () => proof(key, { ...fitting(), iat: seconds() - 120 })],
  ["one from the future", () => proof(key, { ...fitting(), iat: seconds() + 120 })],
  ["one without an id", () => proof(key, { ...fitting(), jti: undefined })],
  ["another kind of JWT", () => proof(key, fitting(), { typ: "JWT" })],
])("refuses a bound token with this proof: %s (30)", async (_what, make) => {
  const made = await make();
  const headers = { authorization: `DPoP ${token}`, ...(made && { dpop: made }) };
  const error: unknown = await call(headers).catch((refused: unknown) => refused);
  expect(problemOf(error).status).toBe(401);
  expect(problemOf(error).headers.get("www-authenticate")).toMatch(
    /^DPoP error="invalid_dpop_proof"/,
  );
});

it("refuses a bound token as a bearer's, and a bearer's with a proof (30)", async () => {
  await expect(call({ authorization: `Bearer ${token}` })).rejects.toMatchObject({
    code: "unauthenticated",
  });
  const loose = (await connect("loose")).body["access_token"] ?? "";
  const dpop = await proof(key, { ...fitting(), ath: ath(loose) });
  await expect(call({ authorization: `DPoP ${loose}`, dpop })).rejects.toMatchObject({
    code: "unauthenticated",
    detail: { dpop: "invalid_token" },
  });
  expect((await call({ authorization: `Bearer ${loose}` })).actor.kind).toBe("user");
});

it("gives a program that is bound to keys nothing without one, and refreshes for the same key (30)", async () => {
  expect((await connect("bound")).status).toBe(400);
  const { body } = await connect("bound", key);
  expect(body["token_type"]).toBe("DPoP");
  const form = {
    grant_type: "refresh_token",
    refresh_token: body["refresh_token"] ?? "",
    client_id: "bound",
  };
  const other = await makeKey();
  expect((await post(server.url, "token", form)).status).toBe(400);
  expect((await post(server.url, "token", form, { dpop: await proofForToken(other) })).status).toBe(
    400,
  );
  expect((await post(server.url, "token", form, { dpop: await proofForToken(key) })).status).toBe(
    200,
  );
});

it("lets a program prove itself by its key, with each assertion once (29)", async () => {
  const own = await makeKey();
  await makeClient({
    id: "signed",
    kind: "service",
    jwks: { keys: [own.jwk] },
    scopes: ["doctors:read"],
  });
  const assertion = (by: Key, claims = {}) =>
    new SignJWT({
      iss: "signed",
      sub: "signed",
      aud: `${server.url}/oauth`,
      jti: randomUUID(),
      ...claims,
    })
      .setProtectedHeader({ alg: "ES256" })
      .setIssuedAt()
      .setExpirationTime("1m")
      .sign(by.privateKey);
  const ask = (client_assertion: string) =>
    post(server.url, "token", {
      grant_type: "client_credentials",
      client_assertion,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    });
  const good = await assertion(own);
  const tries = await Promise.all(Array.from({ length: 10 }, () => ask(good)));
  expect(tries.filter(({ status }) => status === 200)).toHaveLength(1);
  expect((await ask(await assertion(await makeKey()))).status).toBe(401);
  expect((await ask(await assertion(own, { aud: "https://evil.example" }))).status).toBe(401);
  expect((await ask(await assertion(own, { iss: "bound" }))).status).toBe(401);
});

it("forgets proofs once they are too old to count", async () => {
  const { rows } = await testDatabase().superuser.query<{ most: number }>(
    `SELECT ceil(extract(epoch FROM max(expires_at - now())))::int AS most FROM oidc_artifacts WHERE kind = 'Proof'`,
  );
  expect(rows[0]?.most).toBeGreaterThan(0);
  expect(rows[0]?.most).toBeLessThanOrEqual(120);
});
