import { expect, it } from "vitest";
import type { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { ownField } from "#lib/testing/form-owner.ts";
import {
  authorize,
  CALLBACK,
  makeClient,
  post,
  redeem,
  requestOf,
  signInAs,
  type TokenAnswer,
} from "#lib/testing/oauth.ts";
import { makePatient } from "#lib/testing/people.ts";
import { connect, here, holder, openPrograms, refresh } from "#lib/testing/programs.ts";
import { cookieName } from "../cookies.ts";
import { openPayload, sealPayload } from "./payload.ts";

// The authorization server as programs meet it, over HTTP: consent, codes, refresh tokens.

const { superuser } = testDatabase();
openPrograms();

const artifacts = async () => {
  const { rows } = await superuser.query<{ kind: string }>(
    "SELECT kind FROM oidc_artifacts WHERE user_id = $1 AND kind <> 'Session'",
    [here.userId],
  );
  return rows.map(({ kind }) => kind);
};
const tenTimes = (once: () => Promise<TokenAnswer>) =>
  Promise.all(Array.from({ length: 10 }, once));
/** A new process has no authorization server yet: see mount.ts. */
const restart = () => Reflect.deleteProperty(globalThis, "slotwellProvider");

it("asks, issues for what was granted, and says who issued it (25, 27, 28)", async () => {
  const { end, asked } = await authorize(here.browser, requestOf("app"));
  expect(asked).toBe(true);
  expect(end.origin + end.pathname).toBe(CALLBACK);
  expect(end.searchParams.get("iss")).toBe(`${here.url}/oauth`);
  const { status, body } = await redeem(here.url, "app", end);
  expect(status).toBe(200);
  expect(body).toMatchObject({
    token_type: "Bearer",
    expires_in: 600,
    scope: "openid appointments:read",
  });
  const { actor, clientId } = await holder(body["access_token"]);
  expect(clientId).toBe("app");
  expect(actor).toMatchObject({
    userId: here.userId,
    role: "patient",
    scopes: new Set(["appointments:read"]),
  });
});

it("remembers a yes for no more than it was, on every port, and asks when told to (28)", async () => {
  await connect();
  const again = await authorize(
    here.browser,
    requestOf("app", { redirect_uri: "http://127.0.0.1:1/callback" }),
  );
  expect(again.asked).toBe(false);
  expect(again.end.searchParams.has("code")).toBe(true);
  expect((await authorize(here.browser, requestOf("app", { prompt: "consent" }))).asked).toBe(true);
  expect((await authorize(here.browser, requestOf("app", { scope: "openid email" }))).asked).toBe(
    true,
  );
});

it("answers prompt=none for a client with a secret, and for none on the user's device (28)", async () => {
  await makeClient({ id: "app6", redirectUris: ["http://[::1]:53682/callback"] });
  await makeClient({ id: "phone", redirectUris: ["com.example.clinic:/callback"] });
  const at = {
    app: CALLBACK,
    app6: "http://[::1]:53682/callback",
    phone: "com.example.clinic:/callback",
    web: "https://a.example/cb",
  };
  for (const [id, redirect_uri] of Object.entries(at)) {
    const first = await authorize(here.browser, requestOf(id, { redirect_uri }));
    expect(first.end.searchParams.has("code"), id).toBe(true);
    const { end, asked } = await authorize(
      here.browser,
      requestOf(id, { redirect_uri, prompt: "none" }),
    );
    expect(asked, id).toBe(false);
    expect([end.searchParams.has("code"), end.searchParams.get("error")], id).toEqual(
      id === "web" ? [true, null] : [false, "interaction_required"],
    );
  }
  // Where the user sees the request, the remembered consent still counts.
  expect((await authorize(here.browser, requestOf("app"))).asked).toBe(false);
});

it.each([
  ["prompt=login", { prompt: "login" }, 2],
  ["max_age", { max_age: "3600" }, 61],
])("has a person sign in again when a program asks by %s", async (_how, asked, minutes) => {
  await connect();
  const fresh = await authorize(here.browser, requestOf("app", asked));
  expect(fresh.end.searchParams.has("code")).toBe(true);
  await superuser.query(
    "UPDATE sessions SET created_at = now() - make_interval(mins => $2) WHERE user_id = $1",
    [here.userId, minutes],
  );
  here.browser.cookies.delete(cookieName("provider"));
  const trail = await here.browser.go(requestOf("app", asked));
  expect(trail.at(-1)).toMatch(/^\/sign-in\?callbackUrl=%2Foauth%2Fauth/);
  expect(here.browser.cookies.has(cookieName("flash"))).toBe(true);
  const { end } = await authorize(here.browser, requestOf("app"));
  expect(end.searchParams.has("code")).toBe(true);
});

it("has a person sign in again whose session ended, and lets what they have let in go on (11)", async () => {
  const { refresh_token: token } = await connect();
  await superuser.query(
    "UPDATE sessions SET created_at = now() - interval '10 h', last_seen_at = now() - interval '9 h' WHERE user_id = $1",
    [here.userId],
  );
  // The authorization server's own session of this browser is alive, and does not suffice.
  expect(here.browser.cookies.has(cookieName("provider"))).toBe(true);
  const trail = await here.browser.go(requestOf("app"));
  expect(trail.at(-1)).toMatch(/^\/sign-in\?callbackUrl=%2Foauth%2Fauth/);
  expect((await refresh(token)).status).toBe(200);
});

it("takes no for an answer (28)", async () => {
  const { end } = await authorize(here.browser, requestOf("app"), "deny");
  expect(end.searchParams.get("error")).toBe("access_denied");
  expect(end.searchParams.get("iss")).toBe(`${here.url}/oauth`);
  expect(await artifacts()).not.toContain("Grant");
});

it("lets another site's page, or another person, answer nothing (28)", async () => {
  const asked = await authorizeUntilAsked();
  const forged = await fetch(`${here.url.replace("localhost", "127.0.0.1")}${asked}/decision`, {
    method: "POST",
    headers: { origin: "https://evil.example", cookie: cookiesOf(here.browser) },
    body: new URLSearchParams({ decision: "allow" }),
  });
  expect(forged.status).toBe(403);
  await signInAs(here.browser, (await makePatient()).actor.userId);
  const response = await here.browser.ask(`${asked}/decision`, {
    ...(await ownField(here.browser)),
    decision: "allow",
  });
  expect(response.headers.get("location")).toBe("/sign-in");
});

it.each([
  ["another path", "http://127.0.0.1:53682/callback/x"],
  ["another host", "https://evil.example/callback"],
  ["a query besides", `${CALLBACK}?a=1`],
])("redirects no user to %s (20)", async (_what, redirect_uri) => {
  const response = await here.browser.ask(requestOf("app", { redirect_uri }));
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
});

it.each([
  ["no PKCE", { code_challenge: "", code_challenge_method: "" }],
  ["PKCE by plain", { code_challenge_method: "plain" }],
  ["the implicit flow", { response_type: "token" }],
  ["a scope that it may not have", { scope: "openid records:read" }],
])("refuses %s (21, 24, 26)", async (_what, changed) => {
  const { end } = await authorize(here.browser, requestOf("app", changed));
  expect(end.searchParams.has("code")).toBe(false);
  expect(end.search + end.hash).toContain("error=");
});

it("spends a code once under a 10-way race, and whoever tries again ends what it gave (22)", async () => {
  const { end } = await authorize(here.browser, requestOf("app"));
  const tries = await tenTimes(() => redeem(here.url, "app", end));
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
  const { end } = await authorize(here.browser, requestOf("app"));
  const { body } = await redeem(here.url, "app", end);
  restart();
  expect((await redeem(here.url, "app", end)).body["error"]).toBe("invalid_grant");
  await expect(holder(body["access_token"])).rejects.toMatchObject({ code: "unauthenticated" });
});

it("lets a code live for 60 seconds (22)", async () => {
  const { end } = await authorize(here.browser, requestOf("app"));
  const { rows } = await superuser.query<{ left: number }>(
    `SELECT extract(epoch FROM expires_at - now())::int AS left FROM oidc_artifacts
     WHERE kind = 'AuthorizationCode' AND user_id = $1`,
    [here.userId],
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
  await makeClient({ id: `app-${here.userId}` });
  expect((await refresh(token, `app-${here.userId}`)).status).toBe(400);
  const wider = {
    grant_type: "refresh_token",
    refresh_token: token,
    client_id: "app",
    scope: "openid email",
  };
  expect((await post(here.url, "token", wider)).body["error"]).toBe("invalid_scope");
});

it("has the grants that are needed and no others, and says so (24)", async () => {
  const metadata = (await (
    await here.browser.ask("/oauth/.well-known/openid-configuration")
  ).json()) as object;
  expect(metadata).toMatchObject({
    grant_types_supported: ["authorization_code", "refresh_token", "client_credentials"],
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    introspection_endpoint: `${here.url}/oauth/token/introspection`,
    revocation_endpoint: `${here.url}/oauth/token/revocation`,
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
    expect((await post(here.url, "token", form)).status).toBe(400);
  }
  const job = { grant_type: "client_credentials", client_id: "app" };
  expect((await post(here.url, "token", job)).status).toBe(400);
});

/** Of the one that is not used up. */
async function daysLeft(kind: string): Promise<number> {
  const { rows } = await superuser.query<{ days: string }>(
    `SELECT round(extract(epoch FROM expires_at - now()) / 86400) AS days FROM oidc_artifacts
     WHERE user_id = $1 AND kind = $2 AND consumed_at IS NULL`,
    [here.userId, kind],
  );
  expect(rows).toHaveLength(1);
  return Number(rows[0]?.days);
}

/** As if time had passed. */
async function rewrite(kind: string, changed: object): Promise<void> {
  const { rows } = await superuser.query<{ id: string; payload: string }>(
    "SELECT id_hash AS id, payload FROM oidc_artifacts WHERE user_id = $1 AND kind = $2",
    [here.userId, kind],
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
  const trail = await here.browser.go(requestOf("app"));
  return trail.at(-1)?.replace(/\/consent$/, "") ?? "";
}

const cookiesOf = ({ cookies }: CookieBrowser) =>
  [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
