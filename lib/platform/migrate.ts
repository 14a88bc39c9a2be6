import type pg from "pg";
import { reasonOf, withClient } from "./connect.ts";
import { type Migration, migrationsOnDisk } from "./migrations.ts";
import { StartupError } from "./startup-error.ts";

/**
 * Makes processes that start at once take turns for as long as it needs. The engine has a lock of
 * its own (72707369, shared with `prisma migrate deploy`), but gives up on it after 10 s.
 */
const LOCK = 7_300_002;

interface Row {
  name: string;
  checksum: string;
  finished: boolean;
}

/**
 * Brings a database up to this version. Any number of processes may call it at once.
 *
 * @param ownerUrl the login that owns the schema.
 * @returns the names of the migrations applied, none if the database was up to date.
 * @throws StartupError if a migration fails, or the database is of another history.
 */
export function migrate(ownerUrl: string): Promise<{ applied: string[] }> {
  const wanted = migrationsOnDisk();
  return withClient(ownerUrl, "DATABASE_OWNER_URL", async (client) => {
    if (isCurrent(wanted, await appliedRows(client))) return { applied: [] };
    const { applyMigrations } = await import("./schema-engine.ts");
    await client.query("SELECT pg_advisory_lock($1)", [LOCK]);
    if (pendingOf(wanted, await appliedRows(client)).length === 0) return { applied: [] };
    try {
      return { applied: await applyMigrations(ownerUrl, wanted) };
    } catch (error) {
      throw new StartupError(`Migrating the database failed: ${failureOf(error)}`);
    }
  });
}

/** The common case, told without the lock: all there, all finished, all the same. */
function isCurrent(wanted: Migration[], rows: Row[]): boolean {
  const finished = rows.filter((row) => row.finished).map(({ name, checksum }) => name + checksum);
  return (
    rows.length === wanted.length &&
    wanted.every(({ name, checksum }) => finished.includes(name + checksum))
  );
}

/**
 * The migrations that a database lacks.
 *
 * @throws StartupError if it has some that this version does not know, or that failed or differ.
 */
export function pendingOf(wanted: Migration[], rows: Row[]): Migration[] {
  for (const { name, checksum, finished } of rows) {
    const known = wanted.find((migration) => migration.name === name);
    if (!known) {
      throw new StartupError(
        `The database was made by a newer version of Slotwell: this one does not know its migration ${name}.`,
      );
    }
    if (!finished) throw new StartupError(`The migration ${name} failed half-way in the database.`);
    if (known.checksum !== checksum) {
      throw new StartupError(
        `The migration ${name} is not the one that was applied to the database.`,
      );
    }
  }
  return wanted.filter(({ name }) => !rows.some((row) => row.name === name));
}

async function appliedRows(client: pg.Client): Promise<Row[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
  );
  if (!found[0]?.there) return [];
  const { rows } = await client.query<Row>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}

/** The engine's report is many lines long; the one that counts is PostgreSQL's. */
function failureOf(error: unknown): string {
  const report = error instanceof Error ? error.message : String(error);
  const cause = /Database error:\s*(.+)/.exec(report)?.[1];
  const name = /Migration name: (\S+)/.exec(report)?.[1];
  return cause ? `${name ?? "a migration"}: ${cause}` : reasonOf(error);
}
