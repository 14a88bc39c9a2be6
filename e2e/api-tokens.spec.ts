import * as client from "openid-client";
import { cookieOf, loadDocument } from "./support/api.ts";
import { bearer, connect, test } from "./support/connect.ts";
import type { ApiDocument, Operation } from "./support/document.ts";
import { ask, idsOf } from "./support/harmless.ts";
import { expect } from "./support/test.ts";

// Every operation of the OpenAPI document as programs ask for it: with a token of each role that was granted
// everything, with one that was granted one thing alone, and with what is no token for it.

const PEOPLE = ["patient1", "doctor1", "admin"] as const;

const neededBy = ({ security }: Operation): string[] =>
  security.flatMap((way) => way["oauth"] ?? []);
const scopesOf = ({ operations }: ApiDocument): string[] => [
  ...new Set(operations.flatMap(neededBy)),
];
const nameOf = ({ method, path }: Operation): string => `${method} ${path}`;

for (const name of PEOPLE) {
  test(`a program of ${name} gets what they get themselves, as far as it was granted`, async ({
    signedIn,
    app,
  }) => {
    const document = await loadDocument();
    const page = await signedIn(name);
    const ids = await idsOf(await signedIn("patient1"), await signedIn("doctor1"));
    const cookie = await cookieOf(page);
    const own = new Map<Operation, number>();
    for (const operation of document.operations) {
      own.set(operation, (await ask(operation, ids, cookie)).status);
    }

    const scopes = scopesOf(document);
    let { refresh_token: refresh } = await connect(page, app, `openid ${scopes.join(" ")}`);
    for (const granted of [scopes, ...scopes.map((scope) => [scope])]) {
      const tokens = await client.refreshTokenGrant(app.config, refresh ?? "", {
        scope: granted.join(" "),
      });
      refresh = tokens.refresh_token;
      expect(tokens.scope?.split(" ").toSorted()).toEqual(granted.toSorted());
      for (const operation of document.operations) {
        const answer = await ask(operation, ids, bearer(tokens.access_token));
        const what = `${nameOf(operation)} with ${granted.join(" ")}`;
        document.expectDocumented(operation, answer, what);
        const missing = neededBy(operation).filter((scope) => !granted.includes(scope));
        const wanted = missing.length > 0 ? 403 : own.get(operation);
        expect([what, answer.status]).toEqual([what, wanted]);
        if (missing.length === 0) continue;
        expect(JSON.parse(answer.text)).toMatchObject({ code: "insufficient_scope" });
        expect(answer.headers.get("www-authenticate")).toBe(
          `Bearer error="insufficient_scope", scope="${missing.join(" ")}"`,
        );
      }
    }
  });
}

test("what is no access token opens nothing, not even what is open to everybody", async ({
  signedIn,
  app,
}) => {
  const document = await loadDocument();
  const patient = await signedIn("patient1");
  const ids = await idsOf(patient, await signedIn("doctor1"));
  const tokens = await connect(patient, app, `openid ${scopesOf(document).join(" ")}`);
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

test("a token counts as a header of its own kind alone, and outweighs a session", async ({
  signedIn,
  app,
  baseURL,
}) => {
  const me = `${baseURL ?? ""}/api/v1/me`;
  const page = await signedIn("patient2");
  const cookie = await cookieOf(page);
  const { access_token: token } = await connect(page, app, "openid appointments:read");
  const statusOf = async (url: string, headers: Record<string, string>) =>
    (await fetch(url, { headers })).status;
  expect(await statusOf(me, { authorization: `bearer ${token}` })).toBe(200);
  for (const authorization of [token, `Basic ${token}`, `DPoP ${token}`, `Token ${token}`]) {
    expect([authorization, await statusOf(me, { authorization })]).toEqual([authorization, 401]);
  }
  expect(await statusOf(`${me}?access_token=${token}`, {})).not.toBe(200);
  expect(await statusOf(me, { cookie: `access_token=${token}` })).toBe(401);
  // Whoever is signed in cannot do more with a token than was granted, nor hide that it is none.
  const { patientId } = (await (await fetch(me, { headers: cookie })).json()) as {
    patientId: string;
  };
  const profile = `${baseURL ?? ""}/api/v1/patients/${patientId}`;
  expect(await statusOf(profile, cookie)).toBe(200);
  expect(await statusOf(profile, { ...cookie, ...bearer(token) })).toBe(403);
  expect(await statusOf(profile, { ...cookie, ...bearer("nonsense") })).toBe(401);
});
