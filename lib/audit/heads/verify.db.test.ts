import { createSecretKey } from "node:crypto";
import { appendFileSync } from "node:fs";
import { Client } from "pg";
import { afterAll, beforeAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { disconnect } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { provisionLogins } from "#lib/platform/logins.ts";
import {
  addEntries,
  attackAsOwner,
  newHeadsFile,
  saveTrail,
  verify,
} from "#lib/testing/audit-trail.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { targetOf } from "#lib/testing/databases.ts";
import { headsIn } from "./file.ts";
import { formatHead, signHead, type Head, type SignedHead } from "./head.ts";
import { publicKeysOf, signingKeyOf, type SigningKey } from "./keys.ts";
import { sealTrail } from "./seal.ts";

// Attacks by the owner of the database, who can change all of it and has no signing key.

const { superuser, ownerUrl, appUrl, superuserUrl } = testDatabase();
/** The key of the test's installation, and an attacker's. */
const [ownKey, otherKey] = [7, 1].map((byte) =>
  signingKeyOf({ id: "test", key: createSecretKey(Buffer.alloc(32, byte)) }),
) as [SigningKey, SigningKey];
let file: string;

// 200 entries with a head for every 40 of them in the file; the database has the last head.
beforeAll(() => addEntries(200));
afterAll(disconnect);
beforeEach(async () => {
  file = newHeadsFile();
  await superuser.query("DELETE FROM audit_heads");
  await sealTrail(new Date(), { file, entriesPerHead: 40 });
  onTestFinished(await saveTrail());
});

/** A head at an entry as it is now, signed by `key`. */
async function headAt(seq: number, key: SigningKey, change: Partial<Head> = {}) {
  const { rows } = await superuser.query<Pick<Head, "trail" | "hash">>(
    "SELECT trail, encode(e.hash, 'hex') AS hash FROM audit_head, audit_events e WHERE e.seq = $1",
    [seq],
  );
  const [row = { trail: "", hash: "" }] = rows;
  return signHead({ ...row, seq, at: new Date().toISOString(), ...change }, key);
}

async function store({ seq, hash, at, key, signature }: SignedHead): Promise<void> {
  await superuser.query("INSERT INTO audit_heads VALUES ($1, decode($2, 'hex'), $3, $4, $5)", [
    ...[seq, hash, at, key, signature],
  ]);
}

it("finds a sealed trail whole, by the head of the database and by those of a file", async () => {
  expect((await headsIn(file)).map(({ seq }) => seq)).toEqual([40, 80, 120, 160, 200]);
  expect(await verify()).toMatchObject({ result: "whole" });
  expect(await verify(file)).toMatchObject({
    result: "whole",
    report: [
      "200 entries follow from one another (1 to 200).",
      expect.stringMatching(/^Entries up to 200 are proven by a head of \S+ \(the file\)\.$/),
    ],
  });
});

it("says how many entries no head proves yet", async () => {
  await addEntries(3);
  const { result, report } = await verify(file);
  expect(result).toBe("whole");
  expect(report).toContain("The 3 entries after it are not proven by a head yet.");
});

it("finds an entry that was edited", async () => {
  await attackAsOwner("UPDATE audit_events SET action = 'history.read' WHERE seq = 57");
  const { result, report } = await verify();
  expect([result, report[0]]).toEqual([
    "altered",
    "Entry 57 does not follow from the one before: it was changed, or entries were removed or added.",
  ]);
});

const CUT = "DELETE FROM audit_events WHERE seq BETWEEN 81 AND 130";

it("finds a cut of 50 entries after which the rest was chained again", async () => {
  await attackAsOwner(CUT, 80);
  // The database's own check has no key and no memory.
  expect((await superuser.query("SELECT audit_verify() AS broken")).rows).toEqual([
    { broken: null },
  ]);
  expect(await verify()).toMatchObject({ result: "altered" });
  const { result, report } = await verify(file);
  expect([result, report[0]]).toEqual([
    "altered",
    expect.stringMatching(/^Entries 81 to 120 are not those that were signed at /),
  ]);
});

it("finds a cut by the file alone, or finds nothing proven, where the database's heads are gone", async () => {
  await attackAsOwner(`${CUT}; DELETE FROM audit_heads`, 80);
  expect(await verify(file)).toMatchObject({ result: "altered" });
  expect(await verify()).toMatchObject({
    result: "unproven",
    report: [expect.stringContaining("No signed head"), expect.anything()],
  });
});

it("finds a cut end", async () => {
  await attackAsOwner("DELETE FROM audit_events WHERE seq > 190", 190);
  for (const { result, report } of [await verify(), await verify(file)]) {
    expect([result, report[0]]).toEqual([
      "altered",
      expect.stringMatching(
        /^The trail ends at entry 190, but a head of .* proves 200 entries: an older backup was restored, or entries were removed\.$/,
      ),
    ]);
  }
});

it("finds a cut end that the database's own head does not hide", async () => {
  await attackAsOwner("DELETE FROM audit_events WHERE seq > 190; DELETE FROM audit_heads");
  expect((await verify()).report[0]).toBe(
    "The trail ends at entry 190, but the database notes 200 as the last one: the end was changed.",
  );
});

it("finds a trail that was written again from the beginning", async () => {
  await attackAsOwner("UPDATE audit_events SET at = at - interval '1 hour'", 0);
  expect(await verify()).toMatchObject({ result: "altered" });
  expect((await verify(file)).report[0]).toMatch(/^Entries 1 to 40 are not those that were signed/);
});

it("finds a head with a forged signature, and one of another key worth nothing", async () => {
  const genuine = await headAt(200, ownKey);
  appendFileSync(file, `${formatHead({ ...genuine, seq: 150 })}\n`);
  expect((await verify(file)).report[0]).toBe(
    "The head at entry 150 in the file has a wrong signature.",
  );
  await attackAsOwner(CUT, 80);
  await superuser.query("DELETE FROM audit_heads");
  await store(await headAt(150, otherKey));
  const { result, report } = await verify();
  expect([result, report.at(-1)]).toEqual([
    "unproven",
    expect.stringContaining(
      `are signed with another key (${otherKey.publicKey}) and prove nothing`,
    ),
  ]);
});

it("takes no head of another database for proof", async () => {
  const trail = "00000000-0000-7000-8000-000000000001";
  const foreign = await headAt(200, ownKey, { trail });
  await superuser.query("DELETE FROM audit_heads");
  const lone = newHeadsFile();
  appendFileSync(lone, `audit-head ${formatHead(foreign)}\n`);
  expect(await verify(lone)).toMatchObject({
    result: "unproven",
    report: ["The heads are of another database: the file.", expect.anything()],
  });
});

it("doubts a trail whose heads of the last hours were removed", async () => {
  await superuser.query("DELETE FROM audit_heads");
  await attackAsOwner("UPDATE audit_events SET at = now() - interval '2 hours' WHERE seq < 100", 0);
  await store(await headAt(50, ownKey));
  const { result, report } = await verify();
  expect([result, report[0]]).toEqual([
    "unproven",
    expect.stringMatching(/^The last 150 entries, since .* have no signed head/),
  ]);
});

it("tells of an older backup, also of one that was used since", async () => {
  const backup = await saveTrail();
  await addEntries(10);
  await sealTrail(new Date(), { file });
  await backup();
  expect((await verify(file)).report[0]).toMatch(
    /^The trail ends at entry 200, but a head of .* proves 210 entries: an older backup was restored/,
  );
  await addEntries(20);
  expect((await verify(file)).report[0]).toMatch(
    /^Entries 201 to 210 are not those .* or an older backup was restored and used since\.$/,
  );
});

it("lets an auditor verify with a login of their own, the public key and a file", async () => {
  const url = new URL(superuserUrl);
  url.username = `${new URL(appUrl).username}_auditor`;
  url.password = "auditor";
  const login = url.username;
  await provisionLogins(targetOf(ownerUrl), { app: targetOf(appUrl), auditor: targetOf(url.href) });
  const client = new Client({ connectionString: url.href });
  await client.connect();
  onTestFinished(async () => {
    await client.end();
    await superuser.query(`DROP ROLE ${login}`);
  });
  const keys = publicKeysOf(env().ENCRYPTION_KEYS);
  expect(await verify(file, { keys, url: url.href })).toMatchObject({ result: "whole" });

  const { rows } = await client.query<{ name: string }>(
    `SELECT relname AS name FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'v', 'm')
       AND has_table_privilege(oid, 'SELECT') ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(["audit_events", "audit_head", "audit_heads"]);
  for (const statement of [
    "SELECT FROM patients",
    "DELETE FROM audit_events",
    "UPDATE audit_head SET seq = 0",
    "DELETE FROM audit_heads",
    "SELECT audit_seal(1, '', now(), '', '')",
    "SELECT audit_prune(1)",
    "CREATE TEMPORARY TABLE t ()",
  ]) {
    await expect(client.query(statement)).rejects.toMatchObject({ code: "42501" });
  }
});
