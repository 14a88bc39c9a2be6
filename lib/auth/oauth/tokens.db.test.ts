import { expect, it } from "vitest";
import { CookieBrowser } from "#lib/testing/cookie-browser.ts";
import { testDatabase } from "#lib/testing/database.ts";
import {
  authorize,
  basic,
  makeClient,
  post,
  redeem,
  requestOf,
  signInAs,
} from "#lib/testing/oauth.ts";
import { makeAdmin } from "#lib/testing/people.ts";
import { connect, here, holder, openPrograms, refresh } from "#lib/testing/programs.ts";
import { findBearer } from "../bearer.ts";
import { problemOf } from "../../web/problem.ts";
import { proveAgain } from "../reauthentication.ts";

// What tokens are worth, and to whom: revoked, looked into, of a service, of a program that is shut out.

const { superuser } = testDatabase();
openPrograms();

it("takes no ID token for an access token (26)", async () => {
  const { id_token: token } = await connect();
  await expect(holder(token)).rejects.toMatchObject({ code: "unauthenticated" });
});

it("tells userinfo what was asked for", async () => {
  const { end } = await authorize(here.browser, requestOf("app", { scope: "openid profile" }));
  const { body } = await redeem(here.url, "app", end);
  const response = await fetch(`${here.url.replace("localhost", "127.0.0.1")}/oauth/me`, {
    headers: { authorization: `Bearer ${body["access_token"] ?? ""}` },
  });
  expect(await response.json()).toEqual({ sub: here.userId, name: "Pat Test" });
});

it("revokes at once, and only for whose token it is (28)", async () => {
  const { access_token: access = "", refresh_token: token = "" } = await connect();
  await post(here.url, "token/revocation", { token }, basic("web", "s3cret"));
  expect((await holder(access)).clientId).toBe("app");
  expect((await post(here.url, "token/revocation", { token, client_id: "app" })).status).toBe(200);
  await expect(holder(access)).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await refresh(token)).status).toBe(400);
});

it("lets confidential programs alone look into tokens, and only into their own (29)", async () => {
  const request = requestOf("web", { redirect_uri: "https://a.example/cb" });
  const { end } = await authorize(here.browser, request);
  const { body } = await redeem(here.url, "web", end, basic("web", "s3cret"));
  const token = body["access_token"] ?? "";
  const look = (headers: Record<string, string>, form = {}) =>
    post(here.url, "token/introspection", { token, ...form }, headers);
  expect((await look(basic("web", "s3cret"))).body).toMatchObject({
    active: true,
    client_id: "web",
    sub: here.userId,
    scope: "openid appointments:read",
  });
  expect((await look(basic("other", "0ther"))).body).toEqual({ active: false });
  expect((await look({}, { client_id: "app" })).body).toEqual({ active: false });
  expect((await look(basic("web", "guessed"))).status).toBe(401);
});

it("holds secrets against their hash, in the header and in the body, and keeps no secret (29)", async () => {
  const form = { grant_type: "client_credentials", scope: "doctors:read" };
  const inHeader = await post(here.url, "token", form, basic("job", "j0b"));
  const inBody = await post(here.url, "token", {
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
    expect((await post(here.url, "token", form, basic("job", secret))).status).not.toBe(200);
  }
  expect((await post(here.url, "token", { ...form, client_id: "job" })).status).toBe(401);
});

it("knows of a token when its person signed in, also after it was refreshed (30)", async () => {
  const admin = await makeAdmin();
  const now = new Date();
  await makeClient({ id: "office", scopes: ["users:write"] });
  for (const [minutes, refusal] of [
    [1, false],
    [11, true],
  ] as const) {
    const visitor = new CookieBrowser(here.url);
    await signInAs(visitor, admin.userId, new Date(now.getTime() - minutes * 60_000));
    const { end } = await authorize(visitor, requestOf("office", { scope: "openid users:write" }));
    const { body } = await redeem(here.url, "office", end);
    const { body: again } = await refresh(body["refresh_token"], "office");
    const request = new Request(here.url, {
      headers: { authorization: `Bearer ${again["access_token"] ?? ""}` },
    });
    const proven = proveAgain(request, "account.change-role", {}, now);
    if (refusal) await expectStepUp(proven);
    else await expect(proven).resolves.toMatchObject({ userId: admin.userId });
  }
});

/** A refusal that tells a client how to get a token that suffices (RFC 9470). */
async function expectStepUp(proving: Promise<unknown>): Promise<void> {
  const refused: unknown = await proving.catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: "proof_needed" });
  const { status, headers } = problemOf(refused);
  expect([status, headers.get("www-authenticate")]).toEqual([
    403,
    'Bearer error="insufficient_user_authentication", max_age="600"',
  ]);
}

it("lets a service that names no scope have all that it may, and says what that is (26)", async () => {
  const form = { grant_type: "client_credentials" };
  const { body } = await post(here.url, "token", form, basic("job", "j0b"));
  expect(body["scope"]).toBe("doctors:read availability:read");
  const { actor } = await holder(body["access_token"]);
  expect([...(actor.scopes ?? [])]).toEqual(["doctors:read", "availability:read"]);
  const token = { token: body["access_token"] ?? "" };
  const told = await post(here.url, "token/introspection", token, basic("job", "j0b"));
  expect(told.body).toMatchObject({ active: true, scope: "doctors:read availability:read" });
});

it("lets a program by itself do what it may, and no more (26, 27)", async () => {
  const ask = (scope: string) =>
    post(here.url, "token", { grant_type: "client_credentials", scope }, basic("job", "j0b"));
  const { body } = await ask("doctors:read availability:read");
  expect(body).not.toHaveProperty("refresh_token");
  expect((await holder(body["access_token"])).actor).toEqual({
    kind: "anonymous",
    scopes: new Set(["doctors:read", "availability:read"]),
  });
  for (const scope of ["patients:read", "bogus", "doctors:read bogus"]) {
    expect((await ask(scope)).body).toMatchObject({ error: "invalid_scope" });
  }
});

it("shuts a program out with the next request, and cuts what it may (26)", async () => {
  const id = `app-${here.userId}`;
  await makeClient({ id });
  const { end } = await authorize(here.browser, requestOf(id));
  const { body } = await redeem(here.url, id, end);
  const set = (change: string) =>
    superuser.query(`UPDATE oauth_clients SET ${change} WHERE id = $1`, [id]);
  await set("scopes = '{}'");
  expect((await holder(body["access_token"])).actor.scopes).toEqual(new Set());
  await set("disabled_at = now()");
  await expect(holder(body["access_token"])).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await refresh(body["refresh_token"], id)).status).toBe(401);
  expect((await here.browser.ask(requestOf(id))).status).toBe(400);
  await set("disabled_at = NULL");
  expect((await holder(body["access_token"])).clientId).toBe(id);
  await superuser.query("DELETE FROM oauth_clients WHERE id = $1", [id]);
  await expect(holder(body["access_token"])).rejects.toMatchObject({ code: "unauthenticated" });
});

it("refuses a token that is over, and one whose person is disabled (26)", async () => {
  const { access_token: token = "" } = await connect();
  const later = new Date(Date.now() + 10 * 60_000);
  await expect(findBearer(token, later)).rejects.toMatchObject({ code: "unauthenticated" });
  await superuser.query("UPDATE users SET disabled_at = now() WHERE id = $1", [here.userId]);
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
    [here.userId],
  );
  expect(rows).toEqual([{ client: now, grant: now }]);
});
