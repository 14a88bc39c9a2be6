import { createSecretKey, randomBytes } from "node:crypto";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { provisionLogins } from "#lib/platform/logins.ts";
import { migrate } from "#lib/platform/migrate.ts";
import { startPostgres } from "#lib/platform/postgres.ts";
import { seedLarge } from "../../prisma/seed/large.ts";
import { cpuOfTree, parentOf, type CpuClock } from "./cpu.ts";

/** An embedded PostgreSQL of its own, as the product runs it, full of appointments. */
export interface BenchDatabase {
  ownerUrl: string;
  appUrl: string;
  identityUrl: string;
  /** All of the doctors, by name. */
  doctorIds: string[];
  cpu: CpuClock;
  stop: () => Promise<void>;
}

/** What the application under measurement encrypts with: nobody's secret. */
export const BENCH_KEY = { id: "bench", key: createSecretKey(Buffer.alloc(32, 1)) };
/** The same as a process is given it. */
export const BENCH_KEYS = `${BENCH_KEY.id}:${BENCH_KEY.key.export().toString("base64")}`;

export async function startDatabase(appointments: number): Promise<BenchDatabase> {
  const folder = join(tmpdir(), `slotwell-bench-${randomBytes(6).toString("hex")}`);
  const remove = () => rmSync(folder, { recursive: true, force: true });
  const postgres = await startPostgres(folder, new AbortController().signal).catch(
    (error: unknown) => {
      remove();
      throw error;
    },
  );
  const stop = () => postgres.stop().finally(remove);
  try {
    const { owner, app, identity } = postgres;
    await migrate(owner);
    await provisionLogins(owner, { app, identity });
    const [ownerUrl, appUrl, identityUrl] = [owner.url, app.url, identity.url];
    // The coming weeks of one doctor are as full whatever the size: 10,000 are those of fifty.
    const doctors = Math.min(200, appointments / 200);
    await seedLarge(ownerUrl, { now: new Date(), doctors, patients: 5_000, appointments });
    return { ownerUrl, appUrl, identityUrl, ...(await prepared(ownerUrl, appUrl)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** What autovacuum would do in its own time, so that it does not do it during a measurement. */
async function prepared(ownerUrl: string, appUrl: string) {
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  await owner.query("VACUUM (ANALYZE)");
  await owner.query("CHECKPOINT").catch(() => undefined);
  await owner.end();
  const app = new pg.Client({ connectionString: appUrl });
  await app.connect();
  const { rows } = await app.query<{ id: string }>("SELECT id FROM doctors ORDER BY full_name");
  const backend = await app.query<{ pid: number }>("SELECT pg_backend_pid() AS pid");
  const postmaster = parentOf(backend.rows[0]?.pid ?? 0);
  await app.end();
  return {
    doctorIds: rows.map(({ id }) => id),
    cpu: postmaster === null ? () => null : cpuOfTree(postmaster),
  };
}
