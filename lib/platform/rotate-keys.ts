import type pg from "pg";
import { decryptFrom, ENCRYPTED_COLUMNS, encryptFor, prefixOf } from "../encryption/columns.ts";
import type { EncryptionKey } from "../env.ts";
import { reasonOf, withClient } from "./connect.ts";
import { StartupError } from "./startup-error.ts";

/** How many rows one transaction changes. */
const BATCH = 500;

/** Before every id. */
const FIRST = "00000000-0000-0000-0000-000000000000";

type Table = keyof typeof ENCRYPTED_COLUMNS;
/** So many rows, the first behind an id. */
interface Batch {
  after: string;
  most: number;
}
type Row = { id: string } & Record<string, string | null>;

/**
 * Encrypts anew, under the first of `keys`, whatever an older one encrypted or nobody has yet. Goes
 * in batches, each whole by itself and noted in the audit trail: it may be stopped at any time, and
 * whoever starts it again goes on with what is left.
 *
 * @param ownerUrl the login that owns the schema.
 * @param onBatch is told after each batch how many rows have been changed.
 * @returns how many rows were changed.
 * @throws StartupError that names the row and column of a value that none of `keys` decrypts.
 */
export function rotateKeys(
  ownerUrl: string,
  keys: readonly EncryptionKey[],
  { batch = BATCH, onBatch }: { batch?: number; onBatch?: (done: number) => void } = {},
): Promise<number> {
  return withClient(ownerUrl, "DATABASE_OWNER_URL", async (client) => {
    let changed = 0;
    for (const table of Object.keys(ENCRYPTED_COLUMNS) as Table[]) {
      // Each batch begins behind the last, so that the table is gone through once.
      let last: string | undefined = FIRST;
      while (last !== undefined) {
        const from: Batch = { after: last, most: batch };
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
  table: Table,
  keys: readonly EncryptionKey[],
  { after, most }: Batch,
): Promise<string[]> {
  const columns = ENCRYPTED_COLUMNS[table];
  const old = columns.map((column) => `NOT starts_with(${column}, $1)`).join(" OR ");
  const { rows } = await client.query<Row>(
    `SELECT id, ${columns.join(", ")} FROM ${table} WHERE id > $2 AND (${old}) ORDER BY id LIMIT $3 FOR UPDATE`,
    [prefixOf(keys[0]?.id ?? ""), after, most],
  );
  if (rows.length === 0) return [];
  const renewed = rows.map((row) => renew(table, row, keys));
  await client.query(
    `UPDATE ${table} SET ${columns.map((column) => `${column} = n.${column}`).join(", ")}
     FROM json_populate_recordset(NULL::${table}, $1) n WHERE ${table}.id = n.id`,
    [JSON.stringify(renewed)],
  );
  await client.query("SELECT audit_note('keys.rotate', $1, NULL, NULL, $2)", [
    table,
    { rows: rows.length },
  ]);
  return rows.map(({ id }) => id);
}

function renew(table: Table, row: Row, keys: readonly EncryptionKey[]): Row {
  const renewed: Row = { id: row.id };
  for (const column of ENCRYPTED_COLUMNS[table]) {
    const value = row[column] ?? null;
    if (value === null) {
      renewed[column] = null;
      continue;
    }
    const place = { table, id: row.id, column };
    const plain = value.startsWith("enc:") ? readFrom(place, value, keys) : value;
    renewed[column] = encryptFor(place, plain, keys);
  }
  return renewed;
}

function readFrom(...value: Parameters<typeof decryptFrom>): string {
  try {
    return decryptFrom(...value);
  } catch (error) {
    throw new StartupError(`${reasonOf(error)}. Is its key still in ENCRYPTION_KEYS?`);
  }
}
