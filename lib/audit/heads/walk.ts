import { createHash } from "node:crypto";
import type { ClientBase } from "pg";
import type { SignedHead } from "./head.ts";

/** What the database notes about its trail, read in the same snapshot as the entries. */
export interface TrailState {
  trail: string;
  /** The last entry; 0 and an empty hash for none. */
  end: { seq: number; hash: string };
  /** The last entry that retention has removed; 0 and an empty hash for none. */
  anchor: { seq: number; hash: string };
}

/** One entry and what its hash is taken of, as PostgreSQL writes the JSON. */
export interface Entry {
  seq: number;
  hash: string;
  text: string;
}

interface StateRow {
  trail: string;
  seq: string;
  hash: string;
  anchor_seq: string;
  anchor_hash: string;
}

export async function loadState(client: ClientBase): Promise<TrailState | null> {
  const { rows } = await client.query<StateRow>(
    `SELECT trail, seq, encode(hash, 'hex') AS hash, anchor_seq, encode(anchor_hash, 'hex') AS anchor_hash
     FROM public.audit_head`,
  );
  const [row] = rows;
  if (!row) return null;
  return {
    trail: row.trail,
    end: { seq: Number(row.seq), hash: row.hash },
    anchor: { seq: Number(row.anchor_seq), hash: row.anchor_hash },
  };
}

interface HeadRow {
  seq: string;
  hash: string;
  signed_at: Date;
  key: string;
  signature: string;
}

/** Returns the heads in the database, as if they were of its trail: their signatures tell. */
export async function loadStoredHeads(client: ClientBase, trail: string): Promise<SignedHead[]> {
  const { rows } = await client.query<HeadRow>(
    "SELECT seq, encode(hash, 'hex') AS hash, signed_at, key, signature FROM public.audit_heads",
  );
  return rows.map(({ seq, signed_at, ...row }) => ({
    ...row,
    trail,
    seq: Number(seq),
    at: signed_at.toISOString(),
  }));
}

/** Reads the entries behind one in order, so many at a time. */
export async function* entriesAfter(
  client: ClientBase,
  after: number,
  batch: number,
): AsyncGenerator<Entry> {
  let last = after;
  for (;;) {
    const { rows } = await client.query<{ seq: string; hash: string; text: string }>(
      `SELECT seq, encode(hash, 'hex') AS hash, pg_catalog.jsonb_build_array(
         seq, extract(epoch FROM at), actor_id, actor_role, action, entity, entity_id, patient_id, detail)::text AS text
       FROM public.audit_events WHERE seq > $1 ORDER BY seq LIMIT $2`,
      [last, batch],
    );
    for (const { seq, ...row } of rows) {
      last = Number(seq);
      yield { ...row, seq: last };
    }
    if (rows.length < batch) return;
  }
}

/** Returns the hash that an entry has after the one before. */
export const hashAfter = (previous: string, text: string): string =>
  createHash("sha256").update(previous, "hex").update(text).digest("hex");

/** Returns when an entry was written, as milliseconds since 1970. */
export const timeOf = ({ text }: Entry): number =>
  Number(/^\[\d+, ([\d.]+)/.exec(text)?.[1]) * 1000;

/** Returns the entry up to which retention removed, if this entry notes that. */
export function prunedUpTo({ text }: Entry): number | null {
  if (!text.includes('"retention.audit"')) return null;
  const [, , actor, , action, , , , detail] = JSON.parse(text) as unknown[];
  if (action !== "retention.audit" || actor !== null) return null;
  const { upTo } = detail as { upTo?: unknown };
  return typeof upTo === "number" ? upTo : null;
}
