import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import { afterAll, beforeAll, expect, it, onTestFinished } from "vitest";
import { publicKeysOf } from "#lib/audit/heads/keys.ts";
import { sealTrail } from "#lib/audit/heads/seal.ts";
import { disconnect } from "#lib/db.ts";
import { env } from "#lib/env.ts";
import { addEntries, attackAsOwner, newHeadsFile, saveTrail } from "#lib/testing/audit-trail.ts";
import { testDatabase } from "#lib/testing/database.ts";

const { ownerUrl } = testDatabase();
const ENCRYPTION_KEYS = `test:${Buffer.alloc(32, 7).toString("base64")}`;

beforeAll(() => addEntries(60));
afterAll(disconnect);

/** Runs `npm run audit:verify` without the bootstrap; returns the exit code and what it printed. */
function run(args: string[], settings: Record<string, string>): [number | null, string] {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["scripts/main.ts", "audit:verify", ...args],
    { env: { NODE_ENV: "production", ...settings }, encoding: "utf8" },
  );
  return [status, stdout + stderr];
}

it("exits with 0, 1 or 2, for an auditor with the public key and for an owner with the keys", async () => {
  const file = newHeadsFile();
  await sealTrail(new Date(), { file, entriesPerHead: 20 });
  onTestFinished(await saveTrail());
  const key = publicKeysOf(env().ENCRYPTION_KEYS)[0] ?? "";
  const auditor = { DATABASE_AUDITOR_URL: ownerUrl, DATA_DIR: `${dirname(file)}/none` };
  const owner = { ...auditor, DATABASE_URL: ownerUrl, DATABASE_OWNER_URL: ownerUrl };

  expect(run(["--head", file, "--key", key], auditor)).toEqual([
    0,
    expect.stringMatching(
      /^The audit trail is whole\.\n60 entries .*\nEntries up to 60 are proven/,
    ),
  ]);
  expect(run(["--head", file], auditor)).toEqual([2, expect.stringContaining("No public key")]);
  expect(run(["--public-key"], { ENCRYPTION_KEYS })).toEqual([0, `${key}\n`]);

  await attackAsOwner("DELETE FROM audit_events WHERE seq BETWEEN 5 AND 54", 4);
  const [status, printed] = run([], { ...owner, ENCRYPTION_KEYS, AUDIT_HEADS_FILE: file });
  expect([status, printed.split("\n", 1)]).toEqual([1, ["The audit trail WAS ALTERED."]]);
});
