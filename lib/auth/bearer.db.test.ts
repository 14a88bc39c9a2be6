import { afterAll, beforeAll, expect, it } from "vitest";
import { SCOPES, type UserActor } from "../access/actor.ts";
import { authorize } from "../access/policy.ts";
import { disableAccount } from "../accounts/commands.ts";
import { asActor, disconnect } from "../db.ts";
import { findSigned } from "../signed-actors.ts";
import { makeClient } from "../testing/oauth.ts";
import { makeAdmin, makePatient } from "../testing/people.ts";
import { findBearer } from "./bearer.ts";
import { callerOf } from "./caller.ts";
import { artifactsOf } from "./oauth/artifacts.ts";
import { newToken } from "./secrets.ts";

const now = new Date();
const HOUR = 3600;
const CLIENT = "some-program";
let patient: UserActor;
beforeAll(async () => {
  patient = (await makePatient()).actor;
  await makeClient({ id: CLIENT, scopes: [...SCOPES] });
});
afterAll(disconnect);

async function issue(
  scope: string,
  { kind = "AccessToken", user = patient }: { kind?: string; user?: UserActor | null } = {},
) {
  const token = newToken();
  const owner = user && { accountId: user.userId, grantId: token };
  const of = { jti: token, clientId: CLIENT, ...owner };
  if (owner) await artifactsOf("Grant").upsert(token, of, HOUR);
  await artifactsOf(kind).upsert(token, { ...of, scope }, HOUR);
  return token;
}
const ask = (headers: Record<string, string>, method = "GET") =>
  callerOf(new Request("http://localhost/api/v1/me", { method, headers }), now);

it("speaks for its user, as far as it was granted", async () => {
  const token = await issue("openid appointments:read nonsense");
  const { actor } = await findBearer(token, now);
  const scopes = new Set(["appointments:read"]);
  expect(actor).toEqual({ ...patient, scopes, clientId: CLIENT });
  // Signed for the client by the same statement: the token's transaction sees what its user sees.
  expect(findSigned({ ...patient, clientId: CLIENT })).toBeDefined();
  expect(await asActor(actor, (tx) => tx.patient.count())).toBe(1);
  expect(() => authorize(actor, "appointment.read")).not.toThrow();
  // A right is scope and role.
  expect(() => authorize(actor, "appointment.book")).toThrow("insufficient_scope");
  const all = (await findBearer(await issue("appointments:write audit:read"), now)).actor;
  expect(() => authorize(all, "appointment.approve")).toThrow("forbidden");
  expect(() => authorize(all, "audit.read")).toThrow("forbidden");
  // Nothing that a token can be granted.
  expect(() => authorize(all, "overview.read")).toThrow("insufficient_scope");
});

it("speaks for nobody where a program asks for itself", async () => {
  const token = await issue("doctors:read", { kind: "ClientCredentials", user: null });
  const { actor, key } = await ask({ authorization: `Bearer ${token}` });
  expect([actor.kind, key]).toEqual(["anonymous", `client:${CLIENT}`]);
  expect(() => authorize(actor, "doctor.read")).not.toThrow();
  expect(() => authorize(actor, "slot.read")).toThrow("insufficient_scope");
  // It has said who it is: signing in is not what it lacks.
  const all = await issue("availability:read", { kind: "ClientCredentials", user: null });
  const service = (await findBearer(all, now)).actor;
  expect(() => authorize(service, "hours.read")).toThrow("forbidden");
});

it("counts no more once it is over, revoked, or its user disabled", async () => {
  const refused = { code: "unauthenticated", detail: { token: true } };
  const token = await issue("records:read");
  await expect(findBearer(token, new Date(now.getTime() + 2 * HOUR * 1000))).rejects.toMatchObject(
    refused,
  );
  await artifactsOf("AccessToken").revokeByGrantId(token);
  await expect(findBearer(token, now)).rejects.toMatchObject(refused);
  const other = (await makePatient()).actor;
  const theirs = await issue("records:read", { user: other });
  await disableAccount(await makeAdmin(), other.userId, now);
  await expect(findBearer(theirs, now)).rejects.toMatchObject(refused);
});

it("is an access token and nothing else", async () => {
  for (const kind of ["RefreshToken", "AuthorizationCode", "Session"]) {
    const token = await issue("records:read", { kind });
    await expect(ask({ authorization: `Bearer ${token}` })).rejects.toMatchObject({
      code: "unauthenticated",
    });
  }
  for (const authorization of ["", "Basic YTpi", "Bearer", "Bearer a b", "Bearer 'x"]) {
    await expect(ask({ authorization })).rejects.toMatchObject({ code: "unauthenticated" });
  }
});

it("needs no origin, which a cookie does", async () => {
  const foreign = { origin: "https://elsewhere.example", "sec-fetch-site": "cross-site" };
  const token = await issue("records:write");
  const caller = await ask({ ...foreign, authorization: `Bearer ${token}` }, "POST");
  expect(caller.key).toBe(`user:${patient.userId}`);
  await expect(ask(foreign, "POST")).rejects.toMatchObject({ code: "forbidden" });
  await expect(ask({}, "POST")).rejects.toMatchObject({ code: "unauthenticated" });
  expect((await ask(foreign)).actor.kind).toBe("anonymous");
});
