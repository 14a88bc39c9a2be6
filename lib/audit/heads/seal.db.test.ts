import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeEach, expect, it, onTestFinished } from "vitest";
import { disconnect } from "#lib/db.ts";
import { env, supply } from "#lib/env.ts";
import {
  addEntries,
  attackAsOwner,
  newHeadsFile,
  saveTrail,
  verify,
} from "#lib/testing/audit-trail.ts";
import { testDatabase } from "#lib/testing/database.ts";
import { headsIn } from "./file.ts";
import { publicKeysOf } from "./keys.ts";
import { sealTrail } from "./seal.ts";

const { superuser, identity, app } = testDatabase();
let file: string;

beforeEach(async () => {
  file = newHeadsFile();
  onTestFinished(await saveTrail());
  await addEntries(10);
});
afterAll(disconnect);

const entriesIn = async (name: string) => (await headsIn(name)).map(({ seq }) => seq);
async function entriesInDatabase(): Promise<number[]> {
  const { rows } = await superuser.query<{ seq: string }>("SELECT seq FROM audit_heads ORDER BY 1");
  return rows.map(({ seq }) => Number(seq));
}
const seal = (name = file) => sealTrail(new Date(), { file: name, entriesPerHead: 4 });

it("signs a head for every so many entries and for the last, and nothing where nothing is new", async () => {
  expect(await seal()).toBe(3);
  expect(await entriesIn(file)).toEqual([4, 8, 10]);
  expect(await entriesInDatabase()).toEqual([10]);
  expect(await seal()).toBe(0);
  await addEntries(1);
  await seal();
  expect(await entriesIn(file)).toEqual([4, 8, 10, 11]);
});

it("keeps the last head of each day in the database", async () => {
  await seal();
  await superuser.query("UPDATE audit_heads SET signed_at = signed_at - interval '1 day'");
  await addEntries(1);
  await seal();
  await addEntries(1);
  await seal();
  expect(await entriesInDatabase()).toEqual([10, 12]);
});

// Fails without the lock in audit_signed(): the heads of the shared file are out of order.
it("seals in order when several processes seal at once, with one file or with one each", async () => {
  const other = newHeadsFile();
  const files = [file, other, file, other, file];
  await Promise.all(files.map((name) => sealTrail(new Date(), { file: name, entriesPerHead: 3 })));
  for (const name of [file, other]) {
    const entries = await entriesIn(name);
    expect(entries).toEqual([...new Set(entries)].sort((one, next) => one - next));
    expect(entries.at(-1)).toBe(10);
    expect(await verify(name)).toMatchObject({ result: "whole" });
  }
  expect(await entriesInDatabase()).toEqual([10]);
});

it.each([
  ["was cut and chained again", "DELETE FROM audit_events WHERE seq BETWEEN 5 AND 7", 4],
  [
    "was written again",
    "UPDATE audit_events SET action = 'x' WHERE seq = 1; DELETE FROM audit_heads",
    0,
  ],
  [
    "has a changed entry behind the head",
    "UPDATE audit_events SET action = 'x' WHERE seq = 12",
    undefined,
  ],
])("signs no trail that %s", async (_what, change, chainAfter) => {
  await seal();
  await addEntries(5);
  await attackAsOwner(change, chainAfter);
  await expect(seal()).rejects.toThrow(/^Entry 1[02] of the audit trail .* No head is signed\./);
  expect(await entriesIn(file)).toEqual([4, 8, 10]);
});

it("signs no restored backup until the file of heads is moved away", async () => {
  const backup = await saveTrail();
  await addEntries(5);
  await seal();
  await backup();
  await expect(seal()).rejects.toThrow(
    /^The audit trail ends at entry 10, but a head of .* proves 15 entries: an older backup was restored, or entries were removed\. .* after a restore, move the file of heads away and keep it\.$/,
  );
  const moved = newHeadsFile();
  await seal(moved);
  expect(await verify(moved)).toMatchObject({ result: "whole" });
});

it("goes on behind a line that a crash cut off", async () => {
  await seal();
  writeFileSync(file, readFileSync(file, "utf8").slice(0, -20));
  await addEntries(2);
  expect(await seal()).toBe(1);
  expect(await entriesIn(file)).toEqual([4, 8, 12]);
});

it("refuses a file whose end has no head of its own", async () => {
  writeFileSync(file, "something else\n");
  await expect(seal()).rejects.toThrow("move the file away");
});

it("keeps the head in the database where the file cannot be written", async () => {
  await expect(seal("/dev/null/heads.jsonl")).rejects.toThrow("cannot be used (E");
  expect(await entriesInDatabase()).toEqual([4]);
});

it("signs with the current key; heads of an older one prove as long as it is known", async () => {
  await seal();
  const [old] = [env().ENCRYPTION_KEYS].map((keys) => publicKeysOf(keys)[0] ?? "");
  const oldKey = `old:${Buffer.alloc(32, 7).toString("base64")}`;
  const newKey = `new:${Buffer.from("0123456789abcdef0123456789abcdef").toString("base64")}`;
  onTestFinished(() => supply({ ENCRYPTION_KEYS: oldKey }));
  supply({ ENCRYPTION_KEYS: `${newKey},${oldKey}` });
  expect(await verify(file)).toMatchObject({ result: "whole" });
  await addEntries(1);
  await seal();
  const keys = (await headsIn(file)).map(({ key }) => key);
  expect(keys.slice(0, 3)).toEqual([old, old, old]);
  expect(keys[3]).not.toBe(old);
  supply({ ENCRYPTION_KEYS: newKey });
  expect(await verify(file)).toMatchObject({ result: "whole" });
  expect(await verify(undefined, { keys: [old ?? ""] })).toMatchObject({ result: "unproven" });
});

it("takes no head of a wrong time or of no entry, and none at all from the clinical role", async () => {
  const call = (seq: number, hash: string, at: string) =>
    identity.query(`SELECT audit_seal(${seq}, ${hash}, ${at}, 'k', 's')`);
  const hash = "(SELECT hash FROM audit_follow(NULL, NULL, 10))";
  await expect(call(10, hash, "now() - interval '2 minutes'")).rejects.toThrow("audit_heads_time");
  await expect(call(10, hash, "now() + interval '2 minutes'")).rejects.toThrow("audit_heads_time");
  await expect(call(9, hash, "now()")).rejects.toThrow("audit_heads_entry");
  for (const statement of [
    "audit_seal(1, '', now(), '', '')",
    "audit_signed()",
    "audit_prune(1)",
  ]) {
    await expect(app.query(`SELECT ${statement}`)).rejects.toMatchObject({ code: "42501" });
  }
});
