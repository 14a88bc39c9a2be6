import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { AuthBrowser, startAuthServer } from "#lib/testing/auth-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import {
  authorize,
  basic,
  CALLBACK,
  makeClient,
  post,
  redeem,
  requestOf,
  signInAs,
  type TokenAnswer,
} from "#lib/testing/oauth.ts";
import { makeAdmin, makePatient } from "#lib/testing/people.ts";
import { findBearer } from "../bearer.ts";
import { cookieName } from "../cookies.ts";
import { proveAgain } from "../reauthentication.ts";
import { openPayload, sealPayload } from "./payload.ts";

// The authorization server as programs meet it, over HTTP.

const { superuser } = testDatabase();
let server: Awaited<ReturnType<typeof startAuthServer>>;
let browser: AuthBrowser;
let userId: string;

beforeAll(async () => {
  server = await startAuthServer();
  await makeClient({ id: "app" });
  await makeClient({
    id: "web",
    kind: "confidential",
    secret: "s3cret",
    redirectUris: ["https://a.example/cb"],
  });
  await makeClient({
    id: "other",
    kind: "confidential",
    secret: "0ther",
    redirectUris: ["https://b.example/cb"],
  });
  await makeClient({
    id: "job",
    kind: "service",
    secret: "j0b",
    scopes: ["doctors:read", "availability:read"],
  });
});
beforeEach(async () => {
  browser = new AuthBrowser(server.url);
  userId = (await makePatient()).actor.userId;
  await signInAs(browser, userId);
});
afterAll(() => server.stop());

const connect = async (): Promise<TokenAnswer["body"]> => {
  const { end } = await authorize(browser, requestOf("app"));
  const { body } = await redeem(server.url, "app", end);
  expect(body["access_token"]).toBeDefined();
  return body;
};
const refresh = (token = "", id = "app") =>
  post(server.url, "token", { grant_type: "refresh_token", refresh_token: token, client_id: id });
const holder = (token = "") => findBearer(token, new Date());
const artifacts = async () => {
  const { rows } = await superuser.query<{ kind: string }>(
    "SELECT kind FROM oidc_artifacts WHERE user_id = $1 AND kind <> 'Session'",
    [userId],
  );
  return rows.map(({ kind }) => kind);
};
const tenTimes = (once: () => Promise<TokenAnswer>) =>
  Promise.all(Array.from({ length: 10 }, once));
/** A new process has no authorization server yet: see mount.ts. */
const restart = () => Reflect.deleteProperty(globalThis, "slotwellProvider");

it("asks, issues for what was granted, and says who issued it (25, 27, 28)", async () => {
  const { end, asked } = await authorize(browser, requestOf("app"));
  expect(asked).toBe(true);
  expect(end.origin + end.pathname).toBe(CALLBACK);
  expect(end.searchParams.get("iss")).toBe(`${server.url}/oauth`);
  const { status, body } = await redeem(server.url, "app", end);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    token_type: "Bearer",
    expires_in: 600,
    scope: "openid appointments:read",
  });
  const { actor, clientId } = await holder(body["access_token"]);
  expect(clientId).toBe("app");
  expect(actor).toMatchObject({ userId, role: "patient", scopes: new Set(["appointments:read"]) });
});

it("remembers a yes for no more than it was, on every port, and asks when told to (28)", async () => {
  await connect();
  const again = await authorize(
    browser,
    requestOf("app", { redirect_uri: "http://127.0.0.1:1/callback" }),
  );
  expect(again.asked).toBe(false);
  expect(again.end.searchParams.has("code")).toBe(true);
  expect((await authorize(browser, requestOf("app", { prompt: "consent" }))).asked).toBe(true);
  expect((await authorize(browser, requestOf("app", { scope: "openid email" }))).asked).toBe(true);
});

it.each([
  ["prompt=login", { prompt: "login" }, 2],
  ["max_age", { max_age: "3600" }, 61],
])("has a person sign in again when a program asks by %s", async (_how, asked, minutes) => {
  await connect();
  const fresh = await authorize(browser, requestOf("app", asked));
  expect(fresh.end.searchParams.has("code")).toBe(true);
  await superuser.query(
    "UPDATE sessions SET created_at = now() - make_interval(mins => $2) WHERE user_id = $1",
    [userId, minutes],
  );
  browser.cookies.delete(cookieName("provider"));
  const trail = await browser.go(requestOf("app", asked));
  expect(trail.at(-1)).toMatch(/^\/sign-in\?callbackUrl=%2Foauth%2Fauth/);
  expect(browser.cookies.has(cookieName("flash"))).toBe(true);
  const { end } = await authorize(browser, requestOf("app"));
  expect(end.searchParams.has("code")).toBe(true);
});

it("takes no for an answer (28)", async () => {
  const { end } = await authorize(browser, requestOf("app"), "deny");
  expect(end.searchParams.get("error")).toBe("access_denied");
  expect(end.searchParams.get("iss")).toBe(`${server.url}/oauth`);
  expect(await artifacts()).not.toContain("Grant");
});

it("lets another site's page, or another person, answer nothing (28)", async () => {
  const asked = await authorizeUntilAsked();
  const forged = await fetch(`${server.url.replace("localhost", "127.0.0.1")}${asked}/decision`, {
    method: "POST",
    headers: { origin: "https://evil.example", cookie: cookiesOf(browser) },
    body: new URLSearchParams({ decision: "allow" }),
  });
  expect(forged.status).toBe(403);
  await signInAs(browser, (await makePatient()).actor.userId);
  const response = await browser.ask(`${asked}/decision`, { decision: "allow" });
  expect(response.headers.get("location")).toBe("/sign-in");
});

it.each([
  ["another path", "http://127.0.0.1:53682/callback/x"],
  ["another host", "https://evil.example/callback"],
  ["a query besides", `${CALLBACK}?a=1`],
])("sends nobody to %s (20)", async (_what, redirect_uri) => {
  const response = await browser.ask(requestOf("app", { redirect_uri }));
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
});

it.each([
  ["no PKCE", { code_challenge: "", code_challenge_method: "" }],
  ["PKCE by plain", { code_challenge_method: "plain" }],
  ["the implicit flow", { response_type: "token" }],
  ["a scope that it may not have", { scope: "openid records:read" }],
])("refuses %s (21, 24, 26)", async (_what, changed) => {
  const { end } = await authorize(browser, requestOf("app", changed));
  expect(end.searchParams.has("code")).toBe(false);
  expect(end.search + end.hash).toContain("error=");
});

it("spends a code once under a 10-way race, and whoever tries again ends what it gave (22)", async () => {
  const { end } = await authorize(browser, requestOf("app"));
  const tries = await tenTimes(() => redeem(server.url, "app", end));
  const [won, ...more] = tries.filter(({ status }) => status === 200);
  expect(won?.body["access_token"]).toBeDefined();
  expect(more).toEqual([]);
  expect(tries.filter(({ body }) => body["error"] === "invalid_grant")).toHaveLength(9);
  await expect(holder(won?.body["access_token"])).rejects.toMatchObject({
    code: "unauthenticated",
  });
  expect((await refresh(won?.body["refresh_token"])).body["error"]).toBe("invalid_grant");
});

it("ends what a code gave when it comes again after a restart (22)", async () => {
  const { end } = await authorize(browser, requestOf("app"));
  const { body } = await redeem(server.url, "app", end);
  restart();
  expect((await redeem(server.url, "app", end)).body["error"]).toBe("invalid_grant");
  await expect(holder(body["access_token"])).rejects.toMatchObject({ code: "unauthenticated" });
});

it("lets a code live for 60 seconds (22)", async () => {
  const { end } = await authorize(browser, requestOf("app"));
  const { rows } = await superuser.query<{ left: number }>(
    `SELECT extract(epoch FROM expires_at - now())::int AS left FROM oidc_artifacts
     WHERE kind = 'AuthorizationCode' AND user_id = $1`,
    [userId],
  );
  expect(rows).toHaveLength(1);
  expect(rows[0]?.left).toBeLessThanOrEqual(60);
  expect(end.searchParams.has("code")).toBe(true);
});

it("rotates a refresh token once under a 10-way race, and reuse ends the family (23)", async () => {
  const { refresh_token: first } = await connect();
  const tries = await tenTimes(() => refresh(first));
  const [won, ...more] = tries.filter(({ status }) => status === 200);
  expect(won?.body["access_token"]).toBeDefined();
  expect(more).toEqual([]);
  expect(won?.body["refresh_token"]).not.toBe(first);
  await expect(holder(won?.body["access_token"])).rejects.toMatchObject({
    code: "unauthenticated",
  });
  expect((await refresh(won?.body["refresh_token"])).status).toBe(400);
});

it("knows a used refresh token after a restart, and spares other sign-ins (23)", async () => {
  const first = await connect();
  const other = await connect();
  const second = await refresh(first["refresh_token"]);
  expect(second.status).toBe(200);
  restart();
  const third = await refresh(second.body["refresh_token"]);
  expect(third.status).toBe(200);
  expect((await refresh(first["refresh_token"])).status).toBe(400);
  expect((await refresh(third.body["refresh_token"])).status).toBe(400);
  await expect(holder(third.body["access_token"])).rejects.toMatchObject({
    code: "unauthenticated",
  });
  expect((await holder(other["access_token"])).clientId).toBe("app");
});

it("gives refresh tokens 30 days, and never more than 180 in all (23)", async () => {
  const { refresh_token: first } = await connect();
  expect(await daysLeft("RefreshToken")).toBe(30);
  expect(await daysLeft("Grant")).toBe(180);
  const now = Math.floor(Date.now() / 1000);
  await rewrite("RefreshToken", { iiat: now - 170 * 86_400 });
  const { body } = await refresh(first);
  expect(await daysLeft("RefreshToken")).toBe(10);
  await rewrite("Grant", { exp: now });
  expect((await refresh(body["refresh_token"])).body["error"]).toBe("invalid_grant");
});

it("refreshes for its own program alone, and for no more than was granted (23, 27)", async () => {
  const { refresh_token: token = "" } = await connect();
  await makeClient({ id: `app-${userId}` });
  expect((await refresh(token, `app-${userId}`)).status).toBe(400);
  const wider = {
    grant_type: "refresh_token",
    refresh_token: token,
    client_id: "app",
    scope: "openid email",
  };
  expect((await post(server.url, "token", wider)).body["error"]).toBe("invalid_scope");
});

it("has the grants that are needed and no others, and says so (24)", async () => {
  const metadata = (await (
    await browser.ask("/oauth/.well-known/openid-configuration")
  ).json()) as object;
  expect(metadata).toMatchObject({
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    introspection_endpoint: `${server.url}/oauth/token/introspection`,
    revocation_endpoint: `${server.url}/oauth/token/revocation`,
    token_endpoint_auth_methods_supported: [
      "client_secret_basic",
      "client_secret_post",
      "private_key_jwt",
      "none",
    ],
  });
  expect(metadata).not.toHaveProperty("registration_endpoint");
  for (const grant_type of [
    "password",
    "implicit",
    "urn:ietf:params:oauth:grant-type:device_code",
  ]) {
    const form = { grant_type, client_id: "app", username: "a", password: "b" };
    expect((await post(server.url, "token", form)).status).toBe(400);
  }
  const job = { grant_type: "client_credentials", client_id: "app" };
  expect((await post(server.url, "token", job)).status).toBe(400);
});

it("takes no ID token for an access token (26)", async () => {
  const { id_token: token } = await connect();
  await expect(holder(token)).rejects.toMatchObject({ code: "unauthenticated" });
});

it("tells userinfo what was asked for", async () => {
  const { end } = await authorize(browser, requestOf("app", { scope: "openid profile" }));
  const { body } = await redeem(server.url, "app", end);
  const response = await fetch(`${server.url.replace("localhost", "127.0.0.1")}/oauth/me`, {
    headers: { authorization: `Bearer ${body["access_token"] ?? ""}` },
  });
  expect(await response.json()).toEqual({ sub: userId, name: "A patient" });
});

it("revokes at once, and only for whose token it is (28)", async () => {
  const { access_token: access = "", refresh_token: token = "" } = await connect();
  await post(server.url, "token/revocation", { token }, basic("web", "s3cret"));
  expect((await holder(access)).clientId).toBe("app");
  expect((await post(server.url, "token/revocation", { token, client_id: "app" })).status).toBe(
    200,
  );
  await expect(holder(access)).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await refresh(token)).status).toBe(400);
});

it("lets confidential programs alone look into tokens, and only into their own (29)", async () => {
  const request = requestOf("web", { redirect_uri: "https://a.example/cb" });
  const { end } = await authorize(browser, request);
  const { body } = await redeem(server.url, "web", end, basic("web", "s3cret"));
  const token = body["access_token"] ?? "";
  const look = (headers: Record<string, string>, form = {}) =>
    post(server.url, "token/introspection", { token, ...form }, headers);
  expect((await look(basic("web", "s3cret"))).body).toMatchObject({
    active: true,
    client_id: "web",
    sub: userId,
    scope: "openid appointments:read",
  });
  expect((await look(basic("other", "0ther"))).body).toEqual({ active: false });
  expect((await look({}, { client_id: "app" })).body).toEqual({ active: false });
  expect((await look(basic("web", "guessed"))).status).toBe(401);
});

it("holds secrets against their hash, in the header and in the body, and keeps no secret (29)", async () => {
  const form = { grant_type: "client_credentials", scope: "doctors:read" };
  const inHeader = await post(server.url, "token", form, basic("job", "j0b"));
  const inBody = await post(server.url, "token", {
    ...form,
    client_id: "job",
    client_secret: "j0b",
  });
  expect([inHeader.status, inBody.status]).toEqual([200, 200]);
  const { rows } = await superuser.query<{ row: string; hash: string }>(
    "SELECT c::text AS row, secret_hash AS hash FROM oauth_clients c WHERE id = 'job'",
  );
  expect(rows[0]?.row).not.toContain("j0b");
  for (const secret of ["J0b", "", rows[0]?.hash ?? ""]) {
    expect((await post(server.url, "token", form, basic("job", secret))).status).not.toBe(200);
  }
  expect((await post(server.url, "token", { ...form, client_id: "job" })).status).toBe(401);
});

it("knows of a token when its person signed in, also after it was refreshed (30)", async () => {
  const admin = await makeAdmin();
  const now = new Date();
  await makeClient({ id: "office", scopes: ["users:write"] });
  for (const [minutes, refusal] of [
    [1, null],
    [11, "proof_needed"],
  ] as const) {
    const visitor = new AuthBrowser(server.url);
    await signInAs(visitor, admin.userId, new Date(now.getTime() - minutes * 60_000));
    const { end } = await authorize(visitor, requestOf("office", { scope: "openid users:write" }));
    const { body } = await redeem(server.url, "office", end);
    const { body: again } = await refresh(body["refresh_token"], "office");
    const request = new Request(server.url, {
      headers: { authorization: `Bearer ${again["access_token"] ?? ""}` },
    });
    const proven = proveAgain(request, "account.change-role", undefined, now);
    if (refusal) await expect(proven).rejects.toMatchObject({ code: refusal });
    else await expect(proven).resolves.toBeUndefined();
  }
});

it("lets a service that names no scope have all that it may (26)", async () => {
  const form = { grant_type: "client_credentials" };
  const { body } = await post(server.url, "token", form, basic("job", "j0b"));
  const { actor } = await holder(body["access_token"]);
  expect([...(actor.scopes ?? [])]).toEqual(["doctors:read", "availability:read"]);
});

it("lets a program by itself do what it may, and no more (26, 27)", async () => {
  const ask = (scope: string) =>
    post(server.url, "token", { grant_type: "client_credentials", scope }, basic("job", "j0b"));
  const { body } = await ask("doctors:read availability:read");
  expect(body).not.toHaveProperty("refresh_token");
  expect((await holder(body["access_token"])).actor).toEqual({
    kind: "anonymous",
    scopes: new Set(["doctors:read", "availability:read"]),
  });
  expect((await ask("patients:read")).body["error"]).toBe("invalid_scope");
});

it("shuts a program out with the next request, and cuts what it may (26)", async () => {
  const id = `app-${userId}`;
  await makeClient({ id });
  const { end } = await authorize(browser, requestOf(id));
  const { body } = await redeem(server.url, id, end);
  const set = (change: string) =>
    superuser.query(`UPDATE oauth_clients SET ${change} WHERE id = $1`, [id]);
  await set("scopes = '{}'");
  expect((await holder(body["access_token"])).actor.scopes).toEqual(new Set());
  await set("disabled_at = now()");
  await expect(holder(body["access_token"])).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await refresh(body["refresh_token"], id)).status).toBe(401);
  expect((await browser.ask(requestOf(id))).status).toBe(400);
  await set("disabled_at = NULL");
  expect((await holder(body["access_token"])).clientId).toBe(id);
  await superuser.query("DELETE FROM oauth_clients WHERE id = $1", [id]);
  await expect(holder(body["access_token"])).rejects.toMatchObject({ code: "unauthenticated" });
});

it("refuses a token that is over, and one whose person is disabled (26)", async () => {
  const { access_token: token = "" } = await connect();
  const later = new Date(Date.now() + 10 * 60_000);
  await expect(findBearer(token, later)).rejects.toMatchObject({ code: "unauthenticated" });
  await superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [userId]);
  await expect(holder(token)).rejects.toMatchObject({ code: "unauthenticated" });
});

it("knows within a minute when a program was last here", async () => {
  const { access_token: token = "" } = await connect();
  const now = new Date(Date.now() + 120_000);
  await findBearer(token, now);
  await findBearer(token, new Date(now.getTime() + 30_000));
  const { rows } = await superuser.query<{ client: Date; grant: Date }>(
    `SELECT c.last_used_at AS client, g.last_used_at AS grant FROM oauth_clients c
     JOIN oidc_artifacts g ON g.client_id = c.id AND g.kind = 'Grant' WHERE c.id = 'app' AND g.user_id = $1`,
    [userId],
  );
  expect(rows).toEqual([{ client: now, grant: now }]);
});

/** Of the one that is not used up. */
async function daysLeft(kind: string): Promise<number> {
  const { rows } = await superuser.query<{ days: string }>(
    `SELECT round(extract(epoch FROM expires_at - now()) / 86400) AS days FROM oidc_artifacts
     WHERE user_id = $1 AND kind = $2 AND consumed_at IS NULL`,
    [userId, kind],
  );
  expect(rows).toHaveLength(1);
  return Number(rows[0]?.days);
}

/** As if time had passed. */
async function rewrite(kind: string, changed: object): Promise<void> {
  const { rows } = await superuser.query<{ id: string; payload: string }>(
    "SELECT id_hash AS id, payload FROM oidc_artifacts WHERE user_id = $1 AND kind = $2",
    [userId, kind],
  );
  for (const { id, payload } of rows) {
    const sealed = sealPayload(kind, { ...openPayload(kind, payload), ...changed });
    await superuser.query("UPDATE oidc_artifacts SET payload = $2 WHERE id_hash = $1", [
      id,
      sealed,
    ]);
  }
}

async function authorizeUntilAsked(): Promise<string> {
  const trail = await browser.go(requestOf("app"));
  return trail.at(-1)?.replace(/\/consent$/, "") ?? "";
}

const cookiesOf = ({ cookies }: AuthBrowser) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
