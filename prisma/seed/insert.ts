import type pg from "pg";

/**
 * Inserts rows in one statement. Keys are the columns' names in camel case; columns that the first
 * row lacks get their defaults. Values are what JSON makes of them, so dates may be `Date`s.
 */
export async function insertAll(
  client: pg.Client,
  table: string,
  rows: readonly object[],
): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const keys = Object.keys(first);
  const columns = keys.map(snakeCase).join(", ");
  const json = JSON.stringify(
    rows.map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, value]) => [snakeCase(key), value])),
    ),
  );
  await client.query(
    `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::${table}, $1)`,
    [json],
  );
}

export const snakeCase = (key: string): string =>
  key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
