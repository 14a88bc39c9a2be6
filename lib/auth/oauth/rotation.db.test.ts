import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JSONWebKeySet } from "jose";
import { beforeEach, expect, it } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { connect, here, holder, openPrograms, refresh } from "#lib/testing/programs.ts";
import { cookieName } from "../cookies.ts";
import { findSession } from "../session-store.ts";
import { addSigningKey, replaceSigningKeys, rotateSigningKeys } from "./keys.ts";
import { authorizationServer, KEYS_CHECKED_EVERY_MS } from "./mount.ts";

// What clients notice of another signing key, over HTTP: their tokens and sessions go on.

const { superuser } = testDatabase();
openPrograms();

// Each test begins with one key that signs.
beforeEach(async () => {
  await replaceSigningKeys(new Date());
  forgetServer();
});

it("keeps refresh tokens, access tokens and sessions when the key changes between two requests (17)", async () => {
  const first = await connect();
  await addSigningKey(new Date());
  await passHours(24);
  await rotateSigningKeys(new Date());
  const second = await refresh(first["refresh_token"]);
  expect(second.status).toBe(200);
  const [old, current] = [first["id_token"], second.body["id_token"]];
  expect(kidOf(current)).not.toBe(kidOf(old));
  // Both verify against the same JWKS, read once.
  const jwks = await publishedKeys();
  expect(jwks.keys.map(({ kid }) => kid)).toEqual([kidOf(current), kidOf(old)]);
  for (const token of [old, current]) {
    const { payload } = await jwtVerify(token ?? "", createLocalJWKSet(jwks), {
      issuer: `${here.url}/oauth`,
      audience: "app",
    });
    expect(payload.sub).toBe(here.userId);
  }
  expect((await holder(first["access_token"])).clientId).toBe("app");
  expect((await holder(second.body["access_token"])).clientId).toBe("app");
  const cookie = here.browser.cookies.get(cookieName("session"));
  expect((await findSession(cookie, new Date()))?.actor.userId).toBe(here.userId);
  // A code of before the change is redeemed, and another sign-in asks for nothing new.
  expect((await connect())["access_token"]).toBeDefined();
});

it("publishes the next key while the present one signs, and no private part of either (17)", async () => {
  const { id_token: before } = await connect();
  await addSigningKey(new Date());
  forgetServer();
  const { keys } = await publishedKeys();
  expect(keys).toHaveLength(2);
  for (const key of keys) {
    expect(Object.keys(key).sort()).toEqual(["alg", "e", "kid", "kty", "n", "use"]);
  }
  expect(kidOf((await connect())["id_token"])).toBe(kidOf(before));
});

it("no longer publishes a key once its tokens have ended (17)", async () => {
  const { id_token: before } = await connect();
  await addSigningKey(new Date());
  await passHours(24);
  await passHours(24);
  await rotateSigningKeys(new Date());
  forgetServer();
  const { keys } = await publishedKeys();
  expect(keys).toHaveLength(1);
  expect(keys[0]?.kid).not.toBe(kidOf(before));
});

it("ends a stolen key at once, and tokens go on (17)", async () => {
  const { id_token: before, refresh_token: token, access_token: access } = await connect();
  await replaceSigningKeys(new Date());
  forgetServer();
  const jwks = await publishedKeys();
  await expect(jwtVerify(before ?? "", createLocalJWKSet(jwks))).rejects.toThrow(
    "no applicable key",
  );
  expect((await holder(access)).clientId).toBe("app");
  const { body } = await refresh(token);
  await expect(jwtVerify(body["id_token"] ?? "", createLocalJWKSet(jwks))).resolves.toBeDefined();
});

it("notices another key without a restart, within 30 seconds (17)", async () => {
  const now = new Date();
  const later = (ms: number) => new Date(now.getTime() + ms);
  const server = await authorizationServer(now);
  expect(await authorizationServer(later(KEYS_CHECKED_EVERY_MS))).toBe(server);
  await replaceSigningKeys(now);
  expect(await authorizationServer(later(2 * KEYS_CHECKED_EVERY_MS - 1))).toBe(server);
  const checked = later(2 * KEYS_CHECKED_EVERY_MS);
  const [next, same] = await Promise.all([
    authorizationServer(checked),
    authorizationServer(checked),
  ]);
  expect(next).not.toBe(server);
  expect(same).toBe(next);
  forgetServer();
});

/** A new process has no authorization server yet. */
const forgetServer = () => Reflect.deleteProperty(globalThis, "slotwellProvider");

const kidOf = (token = "") => decodeProtectedHeader(token).kid;

async function publishedKeys(): Promise<JSONWebKeySet> {
  return (await (await here.browser.ask("/oauth/jwks")).json()) as JSONWebKeySet;
}

/** As if so much time had passed for the keys. */
async function passHours(hours: number): Promise<void> {
  await superuser.query(
    "UPDATE signing_keys SET signs_from = signs_from - make_interval(hours => $1)",
    [hours],
  );
  forgetServer();
}
