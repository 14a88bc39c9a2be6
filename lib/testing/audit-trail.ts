import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { onTestFinished } from "vitest";
import { headsIn } from "#lib/audit/heads/file.ts";
import { publicKeysOf } from "#lib/audit/heads/keys.ts";
import { verifyTrail } from "#lib/audit/heads/verify.ts";
import type { Verdict } from "#lib/audit/heads/verdict.ts";
import { env } from "#lib/env.ts";
import { testDatabase } from "./database.ts";

/** Appends entries to the audit trail of this file's database. */
export async function addEntries(count: number): Promise<void> {
  await testDatabase().superuser.query(
    `SELECT audit_append((NULL, NULL, NULL, NULL, 'profile.read', 'patients', NULL, NULL, '{}', NULL)::audit_events)
     FROM generate_series(1, $1)`,
    [count],
  );
}

/** Returns a file for heads that does not exist yet; the test's end removes it. */
export function newHeadsFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "slotwell-heads-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "heads.jsonl");
}

const TABLES = ["audit_events", "audit_head", "audit_heads"];

/** Copies the trail as it is. Returns what puts the copy back, as a backup would be restored. */
export async function saveTrail(): Promise<() => Promise<void>> {
  const client = new Client({ connectionString: testDatabase().superuserUrl });
  await client.connect();
  for (const name of TABLES) {
    await client.query(`CREATE TEMPORARY TABLE saved_${name} AS SELECT * FROM ${name}`);
  }
  onTestFinished(() => client.end());
  return async () => {
    await client.query("BEGIN; SET LOCAL session_replication_role = replica");
    for (const name of TABLES) {
      await client.query(`DELETE FROM ${name}; INSERT INTO ${name} SELECT * FROM saved_${name}`);
    }
    await client.query("COMMIT");
  };
}

/**
 * Changes the trail as the owner of the database, who switches triggers and row-level security off, and
 * chains again whatever follows the entry `chainAfter`, so that the trail looks whole.
 */
export async function attackAsOwner(change: string, chainAfter?: number): Promise<void> {
  const client = new Client({ connectionString: testDatabase().ownerUrl });
  await client.connect();
  try {
    await client.query("BEGIN");
    await client.query("ALTER TABLE audit_events DISABLE TRIGGER USER");
    for (const table of TABLES)
      await client.query(`ALTER TABLE ${table} NO FORCE ROW LEVEL SECURITY`);
    await client.query(change);
    if (chainAfter !== undefined) await client.query(chainAgain(chainAfter));
    for (const table of TABLES) await client.query(`ALTER TABLE ${table} FORCE ROW LEVEL SECURITY`);
    await client.query("ALTER TABLE audit_events ENABLE TRIGGER USER");
    await client.query("COMMIT");
  } finally {
    await client.end();
  }
}

const chainAgain = (after: number) => `DO $$
DECLARE
  entry audit_events;
  changed audit_events;
  link bytea := coalesce((SELECT hash FROM audit_events WHERE seq = ${after}), '\\x');
  number bigint := ${after};
BEGIN
  FOR entry IN SELECT * FROM audit_events WHERE seq > ${after} ORDER BY seq LOOP
    number := number + 1;
    changed := entry;
    changed.seq := number;
    link := sha256(link || convert_to(jsonb_build_array(
      changed.seq, extract(epoch FROM changed.at), changed.actor_id, changed.actor_role, changed.action, changed.entity,
      changed.entity_id, changed.patient_id, changed.detail)::text, 'UTF8'));
    UPDATE audit_events SET seq = number, hash = link WHERE seq = entry.seq;
  END LOOP;
  UPDATE audit_head SET seq = number, hash = link;
END
$$`;

/** Verifies the trail, with the heads in a file if one is given. */
export async function verify(
  file?: string,
  { keys = publicKeysOf(env().ENCRYPTION_KEYS), url = testDatabase().superuserUrl } = {},
): Promise<Verdict> {
  const sources = file === undefined ? [] : [{ name: "the file", heads: await headsIn(file) }];
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return await verifyTrail(client, { sources, keys, now: new Date(), batch: 37 });
  } finally {
    await client.end();
  }
}
