import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "pg";
import { onTestFinished } from "vitest";
import type { Target } from "#lib/platform/connect.ts";
import { startPostgres, type Postgres } from "#lib/platform/postgres.ts";

/** A folder for the test that calls this, open to its owner alone as the home of root is. */
export function makeClosedFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "slotwell-start-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Starts the embedded PostgreSQL of a data folder; the test's end stops it. */
export async function startEmbedded(
  dataDir: string,
  signal = new AbortController().signal,
): Promise<Postgres> {
  const postgres = await startPostgres(dataDir, signal);
  onTestFinished(() => postgres.stop());
  return postgres;
}

/** Runs one statement as `target`. */
export async function query<Row extends object>({ url }: Target, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}
