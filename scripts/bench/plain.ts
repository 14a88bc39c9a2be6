import { createHash } from "node:crypto";
import pg from "pg";
import type { loadSchedules } from "#lib/availability/queries.ts";
import { sqltag } from "@prisma/client/runtime/client";

/** What `loadSchedules` asks of a transaction. */
type Tx = Parameters<typeof loadSchedules>[0];
/** Statements by hand, inside one transaction. */
export type Statements = (tx: Tx, client: pg.Client, turn: number) => Promise<unknown>;

interface Load {
  databaseUrl: string;
  connections: number;
  seconds: number;
  statements: Statements;
}

/**
 * The floor: the product's own statements, in a transaction that sets the actor, through plain `pg`
 * with named statements. Gives how many milliseconds each transaction took.
 */
export async function drivePlain({
  databaseUrl,
  connections,
  seconds,
  statements,
}: Load): Promise<number[]> {
  const times: number[] = [];
  const until = performance.now() + seconds * 1000;
  const drive = async () => {
    const client = new pg.Client({
      connectionString: databaseUrl,
      options: "-c TimeZone=UTC -c search_path=public",
    });
    await client.connect();
    const tx = plainTransaction(client);
    for (let turn = 0; performance.now() < until; turn += 1) {
      const began = performance.now();
      await client.query("BEGIN");
      await client.query({
        name: "actor",
        text: "SELECT set_config('app.actor', $1, true)",
        values: [""],
      });
      await statements(tx, client, turn);
      await client.query("COMMIT");
      times.push(performance.now() - began);
    }
    await client.end();
  };
  await Promise.all(Array.from({ length: connections }, drive));
  return times;
}

/** As much of a Prisma transaction as reading takes, without Prisma. */
export function plainTransaction(client: Pick<pg.ClientBase, "query">): Tx {
  const $queryRaw = async (parts: TemplateStringsArray, ...given: unknown[]) => {
    const { text, values } = sqltag(parts, ...given);
    return (await client.query({ name: nameOf(text), text, values })).rows as unknown[];
  };
  return { $queryRaw } as unknown as Tx;
}

const names = new Map<string, string>();

function nameOf(text: string): string {
  const name = names.get(text) ?? createHash("sha1").update(text).digest("base64url");
  names.set(text, name);
  return name;
}
