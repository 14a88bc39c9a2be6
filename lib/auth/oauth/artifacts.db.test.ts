import { expect, it } from "vitest";
import { testDatabase } from "#lib/testing/database.ts";
import { makePatient } from "#lib/testing/people.ts";
import { newToken } from "../secrets.ts";
import { issueTicket, spendTicket } from "../tickets.ts";
import { artifactsOf } from "./artifacts.ts";
import { signingKeys } from "./keys.ts";

const codes = artifactsOf("AuthorizationCode");

async function stored(): Promise<string> {
  const { rows } = await testDatabase().superuser.query<{ row: string }>(
    `SELECT a::text AS row FROM oidc_artifacts a UNION ALL SELECT k::text FROM signing_keys k
     UNION ALL SELECT t::text FROM sign_in_tickets t`,
  );
  return rows.map(({ row }) => row).join("\n");
}

// Held by `consumedAt: null` in the adapter's consume().
it("consumes a code once, however many try at once", async () => {
  const id = newToken();
  await codes.upsert(id, { jti: id }, 60);
  const tries = await Promise.allSettled(Array.from({ length: 10 }, () => codes.consume(id)));
  expect(tries.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  for (const each of tries) {
    if (each.status === "rejected") {
      expect(each.reason).toMatchObject({ error: "invalid_grant" });
    }
  }
  expect(await codes.find(id)).toMatchObject({ consumed: expect.any(Number) as number });
});

// Held by the single DELETE … RETURNING of spendTicket().
it("spends a login ticket once, however many try at once, and within a minute", async () => {
  const { actor } = await makePatient();
  const now = new Date();
  const ticket = await issueTicket(actor.userId, now);
  const tries = await Promise.all(Array.from({ length: 10 }, () => spendTicket(ticket, now)));
  expect(tries.filter((spent) => spent?.userId === actor.userId)).toHaveLength(1);
  expect(tries.filter((spent) => spent === null)).toHaveLength(9);
  const late = await issueTicket(actor.userId, now);
  expect(await spendTicket(late, new Date(now.getTime() + 60_000))).toBeNull();
  expect(await spendTicket(undefined, now)).toBeNull();
});

it("keeps no bearer secret in clear", async () => {
  const { actor } = await makePatient();
  const [id, uid, grantId] = [newToken(), newToken(), newToken()];
  const sessions = artifactsOf("Session");
  await sessions.upsert(id, { jti: id, uid, grantId, accountId: actor.userId }, 60);
  const ticket = await issueTicket(actor.userId, new Date());
  const [key] = await signingKeys(new Date());
  const text = await stored();
  for (const secret of [id, uid, grantId, ticket, String(key?.d)]) {
    expect(text).not.toContain(secret);
  }
  expect(await sessions.findByUid(uid)).toMatchObject({ jti: id });
  expect(await artifactsOf("Interaction").find(id)).toBeUndefined();
});

it("ends what a code was given for when it comes twice", async () => {
  const [id, token, grantId] = [newToken(), newToken(), newToken()];
  await artifactsOf("Grant").upsert(grantId, { jti: grantId }, 60);
  await codes.upsert(id, { jti: id, grantId }, 60);
  await artifactsOf("AccessToken").upsert(token, { jti: token, grantId }, 60);
  await codes.consume(id);
  expect(await artifactsOf("AccessToken").find(token)).toBeDefined();
  await expect(codes.consume(id)).rejects.toMatchObject({ error: "invalid_grant" });
  expect(await artifactsOf("AccessToken").find(token)).toBeUndefined();
  expect(await artifactsOf("Grant").find(grantId)).toBeUndefined();
});

it("forgets all that a grant has given", async () => {
  const [id, other] = [newToken(), newToken()];
  await codes.upsert(id, { jti: id, grantId: "g2" }, 60);
  await codes.upsert(other, { jti: other, grantId: "g3" }, 60);
  await codes.revokeByGrantId("g2");
  expect(await codes.find(id)).toBeUndefined();
  expect(await codes.find(other)).toBeDefined();
});

// Held by endOldGrants() in the adapter's upsert().
it("keeps the last 50 grants of a user to a client, each with what it has given", async () => {
  const grants = artifactsOf("Grant");
  const [accountId, otherId] = [
    (await makePatient()).actor.userId,
    (await makePatient()).actor.userId,
  ];
  await grants.upsert("other", { jti: "other", accountId: otherId, clientId: "c" }, 60);
  const code = newToken();
  for (let index = 0; index < 52; index += 1) {
    const jti = `grant ${index}`;
    await grants.upsert(jti, { jti, accountId, clientId: "c" }, 60);
    if (index === 0) await codes.upsert(code, { jti: code, grantId: jti }, 60);
  }
  expect(await codes.find(code)).toBeUndefined();
  expect(await grants.find("grant 1")).toBeUndefined();
  expect(await grants.find("grant 2")).toBeDefined();
  expect(await grants.find("other")).toBeDefined();
});
