import { createSecretKey } from "node:crypto";
import { afterAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { disconnect } from "#lib/db.ts";
import {
  addEntries,
  attackAsOwner,
  newHeadsFile,
  saveTrail,
  verify,
} from "#lib/testing/audit-trail.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { makeDoctor } from "#lib/testing/people.ts";
import { signHead } from "./head.ts";
import { signingKeyOf } from "./keys.ts";
import { pruneTrail } from "./prune.ts";
import { sealTrail } from "./seal.ts";

const { superuser } = testDatabase();
const key = signingKeyOf({ id: "test", key: createSecretKey(Buffer.alloc(32, 7)) });

beforeEach(async () => {
  onTestFinished(await saveTrail());
  await addEntries(100);
});
afterAll(disconnect);

/** Signs a head as it was done so many years ago, when the trail ended there. */
async function signedYearsAgo(years: number, seq: number): Promise<void> {
  const at = new Date();
  at.setUTCFullYear(at.getUTCFullYear() - years);
  at.setUTCDate(at.getUTCDate() - 2);
  const { rows } = await superuser.query<{ trail: string; hash: string }>(
    "SELECT trail, encode(e.hash, 'hex') AS hash FROM audit_head, audit_events e WHERE e.seq = $1",
    [seq],
  );
  const [row = { trail: "", hash: "" }] = rows;
  const { signature, ...head } = signHead({ ...row, seq, at: at.toISOString() }, key);
  await superuser.query("INSERT INTO audit_heads VALUES ($1, decode($2, 'hex'), $3, $4, $5)", [
    ...[seq, head.hash, head.at, head.key, signature],
  ]);
}
async function firstEntry(): Promise<number> {
  const { rows } = await superuser.query<{ seq: string }>(
    "SELECT min(seq) AS seq FROM audit_events",
  );
  return Number(rows[0]?.seq);
}

it("deletes what was signed more than 10 years ago, notes that, and keeps the proof", async () => {
  await signedYearsAgo(12, 30);
  await signedYearsAgo(10, 50);
  await signedYearsAgo(9, 70);
  expect(await pruneTrail(20)).toBe(50);
  expect(await firstEntry()).toBe(51);
  const { rows } = await superuser.query(
    "SELECT actor_id, detail FROM audit_events WHERE action = 'retention.audit' ORDER BY seq",
  );
  expect(rows).toEqual([
    { actor_id: null, detail: { upTo: 30, entries: 30, keptYears: 10 } },
    { actor_id: null, detail: { upTo: 50, entries: 20, keptYears: 10 } },
  ]);
  const file = newHeadsFile();
  await sealTrail(new Date(), { file });
  const { result, report } = await verify(file);
  expect([result, report.at(-1)]).toEqual(["whole", "Entries up to 50 are past their retention."]);
  expect((await superuser.query("SELECT audit_verify() AS broken")).rows).toEqual([
    { broken: null },
  ]);
  expect(await pruneTrail()).toBe(0);
});

it("keeps entries as long as the clinic with the longest retention keeps records", async () => {
  const { clinicId } = await makeDoctor();
  await superuser.query("UPDATE clinics SET retention_years = 30 WHERE id = $1", [clinicId]);
  onTestFinished(async () => {
    await superuser.query("UPDATE clinics SET retention_years = 10");
  });
  await signedYearsAgo(29, 30);
  expect(await pruneTrail()).toBe(0);
});

it("deletes nothing of a trail that is not the one signed", async () => {
  await signedYearsAgo(12, 30);
  await attackAsOwner("UPDATE audit_events SET action = 'x' WHERE seq = 7", 6);
  expect(await pruneTrail()).toBe(0);
  expect(await firstEntry()).toBe(1);
});

it("is no way to delete for other roles, and not for the definer ahead of the anchor", async () => {
  for (const role of ["slotwell_app", "slotwell_identity", "slotwell_definer"]) {
    const asRole = `SET LOCAL ROLE ${role}; DELETE FROM audit_events WHERE seq = 1`;
    await expect(superuser.query(asRole)).rejects.toMatchObject({ code: "42501" });
  }
});

it.each([
  ["at a head that is too young", 3, "signed less than 10 years ago", "true"],
  ["that no entry notes", 12, "no entry notes it", "false"],
])("finds a beginning that the owner removed %s", async (_what, years, why, noted) => {
  await signedYearsAgo(years, 50);
  await sealTrail(new Date(), { file: newHeadsFile() });
  await attackAsOwner(
    `DELETE FROM audit_events WHERE seq <= 50;
     UPDATE audit_head SET anchor_seq = 50, anchor_hash = (SELECT hash FROM audit_heads WHERE seq = 50);
     SET LOCAL ROLE slotwell_definer;
     SELECT audit_append((NULL, NULL, NULL, NULL, 'retention.audit', 'audit', NULL, NULL, '{"upTo": 50}', NULL)::audit_events) WHERE ${noted};
     RESET ROLE`,
  );
  const { result, report } = await verify();
  expect([result, report[0]]).toEqual(["altered", expect.stringContaining(why)]);
});

it("finds a beginning that the owner removed between two heads", async () => {
  await signedYearsAgo(12, 50);
  await sealTrail(new Date(), { file: newHeadsFile() });
  await attackAsOwner(
    `UPDATE audit_head SET anchor_seq = 40, anchor_hash = (SELECT hash FROM audit_events WHERE seq = 40);
     DELETE FROM audit_events WHERE seq <= 40`,
  );
  expect((await verify()).report[0]).toBe(
    "The entries up to 40 were removed, but not by the retention: no signed head is there.",
  );
});
