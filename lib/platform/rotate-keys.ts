import type pg from "pg";
import {
  decryptBytesFrom,
  encryptFor,
  ENCRYPTED_TABLES,
  prefixOf,
  type EncryptedTable,
  type Place,
} from "../encryption/columns.ts";
import type { EncryptionKey } from "../env.ts";
import { insuranceIndex } from "../search/insurance.ts";
import { reasonOf, withClient, type Target } from "./connect.ts";
import { StartupError } from "./startup-error.ts";

/** How many rows one transaction changes. */
const BATCH = 500;

/** Columns of keyed hashes of an encrypted column, by which its values are found. */
const INDEXED: Partial<Record<EncryptedTable, Index>> = {
  patient_profiles: { column: "insurance_keys", of: "insurance_number", hashes: insuranceIndex },
};
interface Index {
  column: string;
  of: string;
  hashes: (plain: string, key: EncryptionKey | undefined) => string[];
}

/** Before every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

/** So many rows, the first behind an id. */
interface Batch {
  after: string;
  most: number;
}
type Row = { key: string; bound: string } & Record<string, string | null>;
type Renewed = Record<string, string | string[] | null>;

/**
 * Encrypts under the first of `keys` every value that is still plain text or that an older key
 * encrypted. Each batch is one transaction with an audit row, so this can be stopped at any time
 * and continued later.
 *
 * @param owner the login that owns the schema.
 * @param onBatch is told after each batch how many rows have been changed.
 * @returns how many rows were changed.
 * @throws StartupError that names the row and column of a value that none of `keys` decrypts.
 */
export function rotateKeys(
  owner: Target,
  keys: readonly EncryptionKey[],
  { batch = BATCH, onBatch }: { batch?: number; onBatch?: (done: number) => void } = {},
): Promise<number> {
  return withClient(owner, async (client) => {
    let changed = 0;
    for (const table of Object.keys(ENCRYPTED_TABLES) as EncryptedTable[]) {
      const most = Math.min(batch, ENCRYPTED_TABLES[table].batch ?? BATCH);
      // Each batch begins behind the last, so that the table is gone through once.
      let last: string | undefined = FIRST;
      while (last !== undefined) {
        const from: Batch = { after: last, most };
        const ids = await inTransaction(client, () => rotateBatch(client, table, keys, from));
        changed += ids.length;
        if (ids.length > 0) onBatch?.(changed);
        last = ids.at(-1);
      }
      await client.query(`ALTER TABLE ${table} VALIDATE CONSTRAINT ${table}_encrypted`);
    }
    return changed;
  });
}

/** Returns the tables that may still contain plain text of an older version. */
export function unencryptedTables(owner: Target): Promise<string[]> {
  return withClient(owner, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      `SELECT conrelid::regclass::text AS name FROM pg_constraint
       WHERE conname = conrelid::regclass || '_encrypted' AND NOT convalidated ORDER BY 1`,
    );
    return rows.map(({ name }) => name);
  });
}

async function inTransaction<T>(client: pg.Client, work: () => Promise<T>): Promise<T> {
  await client.query("BEGIN");
  try {
    await client.query("SET LOCAL ROLE slotwell_import");
    const result = await work();
    await client.query("COMMIT");
    return result;
  } catch (error) {
    await client.query("ROLLBACK");
    throw error;
  }
}

async function rotateBatch(
  client: pg.Client,
  table: EncryptedTable,
  keys: readonly EncryptionKey[],
  { after, most }: Batch,
): Promise<string[]> {
  const { columns, row = "id" } = ENCRYPTED_TABLES[table];
  const names = Object.keys(columns);
  const key = keyOf(table);
  const index = INDEXED[table];
  const old = [
    ...names.map((column) => `NOT starts_with(${column}, $1)`),
    ...(index ? [`(${index.of} IS NOT NULL AND ${index.column} = '{}')`] : []),
  ].join(" OR ");
  const written = index ? [...names, index.column] : names;
  const { rows } = await client.query<Row>(
    `SELECT ${key} AS key, ${row} AS bound, ${names.join(", ")} FROM ${table}
     WHERE ${key} > $2 AND (${old}) ORDER BY ${key} LIMIT $3 FOR UPDATE`,
    [prefixOf(keys[0]?.id ?? ""), after, most],
  );
  if (rows.length === 0) return [];
  const renewed = rows.map((found) => renew(table, found, keys));
  await client.query(
    `UPDATE ${table} SET ${written.map((column) => `${column} = n.${column}`).join(", ")}
     FROM json_populate_recordset(NULL::${table}, $1) n WHERE ${table}.${key} = n.${key}`,
    [JSON.stringify(renewed)],
  );
  await client.query("SELECT audit_command('keys.rotate', $1, $2)", [table, { rows: rows.length }]);
  return rows.map((found) => found.key);
}

const keyOf = (table: EncryptedTable) => ENCRYPTED_TABLES[table].key ?? "id";

function renew(
  table: EncryptedTable,
  { key, bound, ...values }: Row,
  keys: readonly EncryptionKey[],
): Renewed {
  const renewed: Renewed = { [keyOf(table)]: key };
  const index = INDEXED[table];
  if (index) renewed[index.column] = [];
  for (const [column, value] of Object.entries(values)) {
    if (value === null) {
      renewed[column] = null;
      continue;
    }
    const place = { table, id: bound, column };
    const plain = plainOf(place, value, keys);
    renewed[column] = encryptFor(place, plain, keys);
    if (index?.of === column) renewed[index.column] = index.hashes(plain.toString("utf8"), keys[0]);
  }
  return renewed;
}

function plainOf(place: Place, value: string, keys: readonly EncryptionKey[]): Buffer {
  try {
    return value.startsWith("enc:") ? decryptBytesFrom(place, value, keys) : Buffer.from(value);
  } catch (error) {
    throw new StartupError(`${reasonOf(error)}. Is its key still in ENCRYPTION_KEYS?`);
  }
}
