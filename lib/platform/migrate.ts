import { setTimeout as sleep } from "node:timers/promises";
import type pg from "pg";
import { withClient, type Target } from "./connect.ts";
import { type Migration, migrationsOnDisk } from "./migrations.ts";
import { inheritDefiner, reasonForOwner, restrainOwner } from "./owner-roles.ts";
import { waitingFor } from "./progress.ts";
import { codeOf, StartupError } from "./startup-error.ts";

/** The lock of `prisma migrate deploy`: it, and starts at the same time, take turns. */
const LOCK = 72_707_369;

/** Prisma's own table, so that `prisma migrate deploy` continues where this stopped. */
const CREATE_TABLE = `CREATE TABLE IF NOT EXISTS _prisma_migrations (
  id varchar(36) PRIMARY KEY NOT NULL,
  checksum varchar(64) NOT NULL,
  finished_at timestamptz,
  migration_name varchar(255) NOT NULL,
  logs text,
  rolled_back_at timestamptz,
  started_at timestamptz NOT NULL DEFAULT now(),
  applied_steps_count integer NOT NULL DEFAULT 0
)`;

/**
 * What PostgreSQL answers to a script that has been applied before: the object is there already, or
 * is gone already. https://www.postgresql.org/docs/current/errcodes-appendix.html
 */
const APPLIED_BEFORE = /^(42P0[1-7]|4270[1-4]|42710|42723|42883)$/;

interface Row {
  name: string;
  checksum: string;
  finished: boolean;
  /** Whether Prisma noted an error: the script ran, and failed. */
  failed: boolean;
}

/**
 * Brings a database up to this version. Any number of processes may call it at once, and may be
 * killed at any moment: each script is applied together with its row, or not at all.
 *
 * @param owner the login that owns the schema.
 * @returns the names of the migrations applied, none if the database was up to date.
 * @throws StartupError if a migration fails, or the database is of another history.
 */
export function migrate(
  owner: Target,
  wanted: Migration[] = migrationsOnDisk(),
): Promise<{ applied: string[] }> {
  return withClient(owner, async (client) => {
    if (wanted.length > 0 && isCurrent(wanted, await rowsIn(client))) return { applied: [] };
    await lock(client);
    await client.query(CREATE_TABLE);
    const rows = await rowsIn(client);
    const applied: string[] = [];
    for (const migration of pendingOf(wanted, rows)) {
      const begun = rows.find(({ name }) => name === migration.name);
      await (begun ? repair(client, migration, begun) : apply(client, migration)).catch(
        async (error: unknown) => {
          const reason = await reasonForOwner(client, error);
          throw new StartupError(`The migration ${migration.name} failed: ${reason}.`);
        },
      );
      applied.push(migration.name);
    }
    return { applied };
  });
}

/** Answers the common case without the lock: all are there, finished and unchanged. */
function isCurrent(wanted: Migration[], rows: Row[]): boolean {
  const finished = rows.filter((row) => row.finished).map(({ name, checksum }) => name + checksum);
  return (
    rows.length === wanted.length &&
    wanted.every(({ name, checksum }) => finished.includes(name + checksum))
  );
}

/**
 * Returns the migrations that a database lacks, or whose end was never noted.
 *
 * @throws StartupError if it has some that this version does not know, or that differ.
 */
export function pendingOf(wanted: Migration[], rows: Row[]): Migration[] {
  for (const { name, checksum } of rows) {
    const known = wanted.find((migration) => migration.name === name);
    if (!known) {
      throw new StartupError(
        `The database was made by a newer version of Slotwell: this one does not know its migration ${name}.`,
      );
    }
    if (known.checksum !== checksum) {
      throw new StartupError(
        `The migration ${name} is not the one that was applied to the database.`,
      );
    }
  }
  return wanted.filter(({ name }) => !rows.some((row) => row.name === name && row.finished));
}

async function apply(client: pg.Client, { name, script, checksum }: Migration): Promise<void> {
  await inTransaction(client, async () => {
    const startedAt = new Date();
    await client.query(script);
    await client.query(
      `INSERT INTO _prisma_migrations
         (id, migration_name, checksum, started_at, finished_at, applied_steps_count)
       VALUES (gen_random_uuid(), $1, $2, $3, clock_timestamp(), 1)`,
      [name, checksum, startedAt],
    );
  });
}

/**
 * Completes a migration that an earlier version, or `prisma migrate deploy`, was interrupted in:
 * these write the row first, run the script as one transaction, then note its end. Applying the
 * script again shows whether it had been applied. One that failed is tried again.
 */
async function repair(
  client: pg.Client,
  { name, script }: Migration,
  { failed }: Row,
): Promise<void> {
  const noteEnd = () =>
    client.query(
      `UPDATE _prisma_migrations SET finished_at = clock_timestamp(), applied_steps_count = 1
       WHERE migration_name = $1 AND rolled_back_at IS NULL AND finished_at IS NULL`,
      [name],
    );
  try {
    await inTransaction(client, async () => {
      await client.query(script);
      await noteEnd();
    });
  } catch (error) {
    if (failed || !APPLIED_BEFORE.test(codeOf(error))) throw error;
    await noteEnd();
  }
}

async function inTransaction(client: pg.Client, work: () => Promise<void>): Promise<void> {
  await client.query("BEGIN");
  try {
    await inheritDefiner(client);
    await work();
    await restrainOwner(client);
    await client.query("COMMIT");
  } catch (error) {
    await client.query("ROLLBACK").catch(() => undefined);
    throw error;
  }
}

/** Takes the lock, which is released when the connection closes. */
async function lock(client: pg.Client): Promise<void> {
  const tellWaiting = waitingFor("the migration of another process");
  for (;;) {
    const { rows } = await client.query<{ ok: boolean }>("SELECT pg_try_advisory_lock($1) AS ok", [
      LOCK,
    ]);
    if (rows[0]?.ok) return;
    tellWaiting("it holds the lock");
    await sleep(100);
  }
}

async function rowsIn(client: pg.Client): Promise<Row[]> {
  const { rows: found } = await client.query<{ there: boolean }>(
    "SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there",
  );
  if (!found[0]?.there) return [];
  const { rows } = await client.query<Row>(
    `SELECT migration_name AS name, checksum, finished_at IS NOT NULL AS finished,
            logs IS NOT NULL AS failed
     FROM _prisma_migrations WHERE rolled_back_at IS NULL`,
  );
  return rows;
}
