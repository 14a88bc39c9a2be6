import * as client from "openid-client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { apiUrl, bearer, clientOf, cookieOf, loadDocument } from "../../support/api/client.ts";
import { connectOverHttp } from "../../support/oauth/consent.ts";
import type { ApiDocument, Operation } from "../../support/api/document.ts";
import { ask, idsOf, type Ids } from "../../support/api/harmless.ts";
import { NativeApp } from "../../support/oauth/native-app.ts";
import { productUrl } from "../../support/product.ts";
import { sessionOf } from "../../support/sessions.ts";
import { runsEverything } from "../../support/settings.ts";

// Every operation of the OpenAPI document as OAuth clients ask for it: with a token of each role that has all
// scopes, with one that lacks the operation's own scopes, with one that has these alone, and with what is
// not an access token.

const USERS = ["patient1", "doctor1", "admin"] as const;

let app: NativeApp;
beforeAll(async () => {
  app = await NativeApp.start(productUrl());
});
afterAll(() => app.close());

const neededBy = ({ security }: Operation): string[] =>
  security.flatMap((way) => way["oauth"] ?? []);
const scopesOf = ({ operations }: ApiDocument): string[] => [
  ...new Set(operations.flatMap(neededBy)),
];
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;
const idsOfDemo = async (): Promise<Ids> =>
  idsOf(await clientOf("patient1"), await clientOf("doctor1"));

for (const name of USERS) {
  test(`gives a client of ${name} the answers that ${name} gets, as far as its scopes go`, async () => {
    const document = await loadDocument();
    const ids = await idsOfDemo();
    const cookie = await cookieOf(name);
    const scopes = scopesOf(document);
    const tokenFor = await tokensOf(name, scopes);
    for (const operation of document.operations) {
      const own = (await ask(operation, ids, cookie)).status;
      const needed = neededBy(operation);
      for (const granted of grantsToTry(scopes, needed)) {
        const answer = await ask(operation, ids, bearer(await tokenFor(granted)));
        const what = `${nameOf(operation)} with ${granted.join(" ")}`;
        document.expectDocumented(operation, answer, what);
        const missing = needed.filter((scope) => !granted.includes(scope));
        expect([what, answer.status]).toEqual([what, missing.length > 0 ? 403 : own]);
        if (missing.length === 0) continue;
        expect(JSON.parse(answer.text)).toMatchObject({ code: "insufficient_scope" });
        expect(answer.headers.get("www-authenticate")).toBe(
          `Bearer error="insufficient_scope", scope="${missing.join(" ")}"`,
        );
      }
    }
  });
}

/** All scopes, all but those that are needed, and these alone; each scope alone in the large size. */
function grantsToTry(scopes: readonly string[], needed: readonly string[]): string[][] {
  const others = scopes.filter((scope) => !needed.includes(scope));
  const alone = runsEverything() ? scopes.map((scope) => [scope]) : [];
  const few = needed.length === 0 ? [scopes.slice(0, 1)] : [others, [...needed]];
  return [[...scopes], ...few, ...alone];
}

/** Connects the client with all scopes; returns what gives it a token of some of them. */
async function tokensOf(name: string, scopes: readonly string[]) {
  const browser = await sessionOf(name);
  let { refresh_token: refresh = "" } = await connectOverHttp(
    browser,
    app,
    `openid ${scopes.join(" ")}`,
  );
  const tokens = new Map<string, string>();
  return async (granted: readonly string[]): Promise<string> => {
    const scope = granted.join(" ");
    const known = tokens.get(scope);
    if (known) return known;
    const answer = await client.refreshTokenGrant(app.config, refresh, { scope });
    expect(answer.scope?.split(" ").toSorted()).toEqual(granted.toSorted());
    refresh = answer.refresh_token ?? "";
    tokens.set(scope, answer.access_token);
    return answer.access_token;
  };
}

test("answers 401 to what is not an access token, even where anonymous callers may ask", async () => {
  const document = await loadDocument();
  const ids = await idsOfDemo();
  const scope = `openid ${scopesOf(document).join(" ")}`;
  const tokens = await connectOverHttp(await sessionOf("patient1"), app, scope);
  const { access_token: token, id_token: identity = "", refresh_token: refresh = "" } = tokens;
  const [head, body] = identity.split(".");
  for (const wrong of [
    identity,
    refresh,
    `${token}x`,
    token.slice(0, -1),
    token.toUpperCase(),
    `${head ?? ""}.${body ?? ""}.`,
    "",
  ]) {
    for (const operation of document.operations) {
      const answer = await ask(operation, ids, bearer(wrong));
      const what = `${nameOf(operation)} with ${wrong}`;
      document.expectDocumented(operation, answer, what);
      expect([what, answer.status]).toEqual([what, 401]);
      expect(answer.headers.get("www-authenticate")).toBe('Bearer error="invalid_token"');
    }
  }
});

test("takes a token from a Bearer header alone, and prefers it to a session", async () => {
  const me = `${apiUrl()}/me`;
  const cookie = await cookieOf("patient2");
  const session = await sessionOf("patient2");
  const { access_token: token } = await connectOverHttp(session, app, "openid appointments:read");
  const statusOf = async (url: string, headers: Record<string, string>) =>
    (await fetch(url, { headers })).status;
  expect(await statusOf(me, { authorization: `bearer ${token}` })).toBe(200);
  for (const authorization of [token, `Basic ${token}`, `DPoP ${token}`, `Token ${token}`]) {
    expect([authorization, await statusOf(me, { authorization })]).toEqual([authorization, 401]);
  }
  expect(await statusOf(`${me}?access_token=${token}`, {})).not.toBe(200);
  expect(await statusOf(me, { cookie: `access_token=${token}` })).toBe(401);
  // A session adds nothing to what a token was granted, and does not excuse a wrong token.
  const { patientId } = (await (await fetch(me, { headers: cookie })).json()) as {
    patientId: string;
  };
  const profile = `${apiUrl()}/patients/${patientId}`;
  expect(await statusOf(profile, cookie)).toBe(200);
  expect(await statusOf(profile, { ...cookie, ...bearer(token) })).toBe(403);
  expect(await statusOf(profile, { ...cookie, ...bearer("nonsense") })).toBe(401);
});
