import { beforeAll, expect, it } from "vitest";
import type { ProvenActor } from "#lib/access/actor.ts";
import { clientFormSchema } from "#lib/clients/schema.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { makeAdmin, makeDoctor, makePatient } from "#lib/testing/people.ts";
import { hashToken, newToken } from "../secrets.ts";
import { beginSession } from "../session-store.ts";
import { artifactsOf } from "./artifacts.ts";
import { clientById } from "./clients.ts";
import { disconnectClient, listConnections } from "./connections.ts";
import {
  changeScopes,
  createClient,
  deleteClient,
  getClient,
  listClients,
  rotateSecret,
  setClientDisabled,
} from "./manage-clients.ts";

const { superuser } = testDatabase();
const now = new Date("2026-03-02T10:00:00Z");
let admin: ProvenActor;

beforeAll(async () => {
  admin = { ...(await makeAdmin()), provenAt: now };
  const { userId } = admin;
  await beginSession({ token: newToken(), userId, via: "password", userAgent: "" }, now);
});

const form = {
  kind: "confidential",
  name: "Clinic portal",
  redirectUris: "https://portal.example/cb",
  "scopes:doctors:read": "on",
  "scopes:records:read": "on",
};
const make = (changed: Record<string, string> = {}) =>
  createClient(admin, clientFormSchema.parse({ ...form, ...changed }), now);
const actsOf = async (client: string) => {
  const { rows } = await superuser.query<{ action: string }>(
    "SELECT action FROM audit_events WHERE actor_id = $1 AND detail ->> 'client' = $2 ORDER BY seq",
    [admin.userId, client],
  );
  return rows.map(({ action }) => action);
};
/** What a program was given: a grant and a token of it. */
async function give(clientId: string, accountId: string) {
  const [grantId, token] = [newToken(), newToken()];
  const openid = { scope: "openid records:read" };
  await artifactsOf("Grant").upsert(grantId, { jti: grantId, clientId, accountId, openid }, 3600);
  await artifactsOf("AccessToken").upsert(token, { jti: token, clientId, accountId, grantId }, 600);
  return () => artifactsOf("AccessToken").find(token);
}

it("makes a program with a secret that is kept nowhere (29)", async () => {
  const { id, secret } = await make();
  expect(secret).toHaveLength(43);
  const { rows } = await superuser.query<{ row: string }>(
    "SELECT c::text AS row FROM oauth_clients c WHERE id = $1",
    [id],
  );
  expect(rows[0]?.row).not.toContain(secret);
  expect(await clientById(id)).toMatchObject({
    client_secret: hashToken(secret ?? ""),
    application_type: "web",
    scope: "openid offline_access profile email doctors:read records:read",
  });
  expect(await getClient(admin, id)).toMatchObject({
    proof: "secret",
    scopes: ["doctors:read", "records:read"],
  });
  expect(JSON.stringify(await getClient(admin, id))).not.toContain(hashToken(secret ?? ""));
  expect(await actsOf(id)).toEqual(["client.created"]);
});

it("gives no secret to a program on a device, nor to one with a key", async () => {
  const device = await make({
    kind: "public",
    redirectUris: "http://127.0.0.1/cb\ncom.example.app:/cb",
  });
  expect(device.secret).toBeNull();
  expect(await clientById(device.id)).toMatchObject({
    application_type: "native",
    token_endpoint_auth_method: "none",
  });
  const keyed = await make({
    jwks: JSON.stringify({ keys: [{ kty: "EC", crv: "P-256", x: "a", y: "b" }] }),
  });
  expect(keyed.secret).toBeNull();
  expect((await clientById(keyed.id))?.token_endpoint_auth_method).toBe("private_key_jwt");
});

it.each([
  ["no address", { redirectUris: "" }],
  ["an address without https", { redirectUris: "http://portal.example/cb" }],
  ["an address with a fragment", { redirectUris: "https://portal.example/cb#x" }],
  ["an address for many", { redirectUris: "https://*.portal.example/cb" }],
  ["a script for an address", { redirectUris: "javascript:alert(1)" }],
  ["a service with an address", { kind: "service", "scopes:records:read": "" }],
  ["a service that wants records", { kind: "service", redirectUris: "" }],
  ["a private key", { jwks: '{"keys":[{"kty":"EC","crv":"P-256","x":"a","y":"b","d":"c"}]}' }],
  ["no keys at all", { jwks: "keys" }],
  ["a blank name", { name: " " }],
])("refuses %s", (_what, changed) => {
  expect(clientFormSchema.safeParse({ ...form, ...changed }).success).toBe(false);
});

// Fails without the count in createClient: the list of clients is read whole.
it("makes at most 200 clients", async () => {
  const fill = `INSERT INTO oauth_clients (id, name, kind, redirect_uris, scopes)
    SELECT 'filled' || n, 'Filled', kind, redirect_uris, scopes FROM oauth_clients, generate_series(1, $2) n WHERE id = $1`;
  const { id } = await make({ kind: "public" });
  const before = (await listClients(admin)).length;
  await superuser.query(fill, [id, 199 - before]);
  await make();
  await expect(make()).rejects.toMatchObject({
    detail: { issues: [{ path: "name", message: "too_many_clients" }] },
  });
  expect(await listClients(admin)).toHaveLength(200);
  await superuser.query("DELETE FROM oauth_clients WHERE id LIKE 'filled%'");
});

it("is for admins alone, and for some acts they prove themselves again (9)", async () => {
  const { id } = await make();
  for (const { actor } of [await makePatient(), await makeDoctor()]) {
    const proven = { ...actor, provenAt: now };
    for (const attempt of [
      () => listClients(actor),
      () => getClient(actor, id),
      () => createClient(proven, clientFormSchema.parse(form), now),
      () => rotateSecret(proven, id, now),
      () => changeScopes(proven, id, [], now),
      () => setClientDisabled(proven, id, true, now),
      () => deleteClient(proven, id, now),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: "forbidden" });
    }
  }
  const later = new Date(now.getTime() + 10 * 60_000);
  for (const attempt of [
    () => createClient(admin, clientFormSchema.parse(form), later),
    () => rotateSecret(admin, id, later),
    () => changeScopes(admin, id, ["records:write"], later),
    () => setClientDisabled(admin, id, false, later),
    () => deleteClient(admin, id, later),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "proof_needed" });
  }
  const token = { ...admin, scopes: new Set(["users:write"] as const) };
  await expect(listClients(token)).rejects.toMatchObject({ code: "insufficient_scope" });
});

it("replaces a secret at once (29)", async () => {
  const { id, secret } = await make();
  const next = await rotateSecret(admin, id, now);
  expect(next).not.toBe(secret);
  expect((await clientById(id))?.client_secret).toBe(hashToken(next));
  const { id: device } = await make({ kind: "public" });
  await expect(rotateSecret(admin, device, now)).rejects.toMatchObject({ code: "not_found" });
  expect(await actsOf(id)).toEqual(["client.created", "client.secret-rotated"]);
});

it("ends what was given when scopes are taken away, and leaves it when some are added", async () => {
  const { actor } = await makePatient();
  const { id } = await make();
  const given = await give(id, actor.userId);
  await changeScopes(admin, id, ["doctors:read", "records:read", "users:read"], now);
  expect(await given()).toBeDefined();
  await changeScopes(admin, id, ["doctors:read"], now);
  expect(await given()).toBeUndefined();
  expect((await getClient(admin, id)).scopes).toEqual(["doctors:read"]);
  const service = await make({
    kind: "service",
    redirectUris: "",
    "scopes:records:read": "",
  });
  await changeScopes(admin, service.id, ["availability:read", "records:read"], now);
  expect((await getClient(admin, service.id)).scopes).toEqual(["availability:read"]);
});

it("shuts out, lets in again, and removes with all that was given", async () => {
  const { actor } = await makePatient();
  const { id } = await make();
  const given = await give(id, actor.userId);
  await setClientDisabled(admin, id, true, now);
  expect(await clientById(id)).toBeUndefined();
  await setClientDisabled(admin, id, false, now);
  expect(await clientById(id)).toBeDefined();
  await deleteClient(admin, id, now);
  expect(await given()).toBeUndefined();
  expect(await clientById(id)).toBeUndefined();
  for (const attempt of [
    () => getClient(admin, id),
    () => deleteClient(admin, id, now),
    () => getClient(admin, "\0"),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ code: "not_found" });
  }
  expect(await actsOf(id)).toEqual([
    "client.created",
    "client.disabled",
    "client.enabled",
    "client.deleted",
  ]);
});

it("shows people what they have let in, and ends it for them alone (28)", async () => {
  const [one, other] = [(await makePatient()).actor, (await makePatient()).actor];
  const { id } = await make();
  const [first, second, theirs] = [
    await give(id, one.userId),
    await give(id, one.userId),
    await give(id, other.userId),
  ];
  const [connection, ...more] = await listConnections(one, new Date());
  expect(more).toEqual([]);
  expect(connection).toMatchObject({
    id,
    name: "Clinic portal",
    scopes: ["openid", "records:read"],
  });
  // An empty id means no client, never all of them.
  await expect(disconnectClient(one, "", new Date())).rejects.toMatchObject({ code: "not_found" });
  expect(await listConnections(one, new Date())).toHaveLength(1);
  await disconnectClient(one, id, new Date());
  expect([await first(), await second()]).toEqual([undefined, undefined]);
  expect(await theirs()).toBeDefined();
  expect(await listConnections(one, new Date())).toEqual([]);
  await expect(disconnectClient(one, id, new Date())).rejects.toMatchObject({ code: "not_found" });
  const { rows } = await superuser.query(
    "SELECT detail FROM audit_events WHERE action = 'account.client-disconnected' AND actor_id = $1",
    [one.userId],
  );
  expect(rows).toEqual([{ detail: { client: id } }]);
});
