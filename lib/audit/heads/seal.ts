import { identityDb, type Tx } from "../../db.ts";
import { env } from "../../env.ts";
import { log } from "../../log.ts";
import { appendHead, headsFile, lastHeadIn } from "./file.ts";
import { hasValidSignature, signHead, type Head, type SignedHead } from "./head.ts";
import { publicKeysOf, signingKeyOf } from "./keys.ts";
import { TrailProblem } from "./problem.ts";

/** The maximum number of entries between two heads. */
const MAX_ENTRIES_PER_HEAD = 1000;

export interface Sealing {
  /** The file for heads, null for standard output. */
  file?: string | null;
  entriesPerHead?: number;
}

/**
 * Signs the end of the audit trail, and a head for every so many entries on the way there. Begins at the
 * last head that this installation signed and follows the chain from it, so that a trail that was
 * rewritten meanwhile is not signed. Processes take turns. Each keeps all heads in its own file; the
 * database keeps one of each day and the last.
 *
 * @param now must be the time of the database, give or take a minute.
 * @returns how many heads were signed.
 * @throws TrailProblem if the trail does not continue the last head, or the file cannot be used.
 */
export async function sealTrail(
  now: Date,
  { file = headsFile(), entriesPerHead = MAX_ENTRIES_PER_HEAD }: Sealing = {},
): Promise<number> {
  let signed = 0;
  while (await sealNext(now, file, entriesPerHead)) signed++;
  return signed;
}

let lastReported = "";

/** Runs `sealTrail` as a periodic job: logs a problem once, not at each turn. */
export async function sealPeriodically(now: Date): Promise<void> {
  try {
    await sealTrail(now);
    lastReported = "";
  } catch (error) {
    if (!(error instanceof TrailProblem)) throw error;
    if (error.message !== lastReported) log.error({ audit: error.message });
    lastReported = error.message;
  }
}

interface StoredRow {
  trail: string;
  seq: bigint | null;
  hash: string | null;
  signedAt: Date | null;
  key: string | null;
  signature: string | null;
}

interface Followed {
  seq: bigint;
  hash: string;
  endSeq: bigint;
  broken: bigint | null;
}

/** Signs one head. Returns false if the trail has no entry behind the last one. */
async function sealNext(now: Date, file: string | null, entriesPerHead: number): Promise<boolean> {
  const { ENCRYPTION_KEYS: keys } = env();
  const [current] = keys;
  if (!current) throw new TrailProblem("ENCRYPTION_KEYS has no key.");
  const unwritten: TrailProblem[] = [];
  const signed = await identityDb().$transaction(async (tx) => {
    const { trail, stored } = await loadStored(tx);
    const trusted = publicKeysOf(keys);
    const kept = file === null ? null : await lastHeadIn(file, trusted);
    const known = lastKnown({ trail, stored, kept, trusted });
    // Under the lock, so that a file of several processes is in order. The database keeps the head also
    // where the file cannot be written.
    const append = async (head: SignedHead) => {
      try {
        await appendHead(file, head);
      } catch (error) {
        if (!(error instanceof TrailProblem)) throw error;
        unwritten.push(error);
      }
    };
    if (known && !kept && file !== null) await append(known);
    const followed = await follow(tx, known, entriesPerHead);
    const [seq, hash] = [Number(followed.seq), followed.hash];
    if (seq === (known?.seq ?? 0)) return false;
    const head = signHead({ trail, seq, hash, at: now.toISOString() }, signingKeyOf(current));
    await tx.$queryRaw`
      SELECT audit_seal(${seq}::bigint, decode(${hash}, 'hex'), ${now}::timestamptz, ${head.key}, ${head.signature})`;
    await append(head);
    return true;
  });
  if (unwritten[0]) throw unwritten[0];
  return signed;
}

async function loadStored(tx: Tx): Promise<{ trail: string; stored: SignedHead | null }> {
  const [row] = await tx.$queryRaw<StoredRow[]>`
    SELECT trail::text, seq, encode(hash, 'hex') AS hash, signed_at AS "signedAt", key, signature FROM audit_signed()`;
  if (!row) throw new TrailProblem("The database has no audit trail.");
  const { trail, seq, hash, signedAt, key, signature } = row;
  const there = seq !== null && hash !== null && signedAt && key !== null && signature !== null;
  if (!there) return { trail, stored: null };
  const stored = { trail, seq: Number(seq), hash, at: signedAt.toISOString(), key, signature };
  return { trail, stored };
}

interface Last {
  trail: string;
  stored: SignedHead | null;
  /** That of the file. */
  kept: SignedHead | null;
  trusted: readonly string[];
}

/** Returns the last head that was signed here. That of the file comes first: the database cannot change it. */
function lastKnown({ trail, stored, kept, trusted }: Last): SignedHead | null {
  if (kept && kept.trail !== trail) {
    throw new TrailProblem(
      "The file of audit heads is of another database: move it away, or set AUDIT_HEADS_FILE to another file.",
    );
  }
  if (kept) return kept;
  if (stored === null) return null;
  if (trusted.includes(stored.key) && hasValidSignature(stored)) return stored;
  throw new TrailProblem(
    `The database's head at entry ${stored.seq} was not signed with a key of ENCRYPTION_KEYS. Run npm run audit:verify.`,
  );
}

async function follow(tx: Tx, known: Head | null, entries: number): Promise<Followed> {
  const [followed] = await tx.$queryRaw<Followed[]>`
    SELECT seq, encode(hash, 'hex') AS hash, end_seq AS "endSeq", broken
    FROM audit_follow(${known?.seq ?? null}::bigint, decode(${known?.hash ?? null}, 'hex'), ${entries}::int)`;
  if (!followed) throw new TrailProblem("The database has no audit trail.");
  const { endSeq, broken } = followed;
  const remedy =
    "No head is signed. Run npm run audit:verify; after a restore, move the file of heads away and keep it.";
  if (known && endSeq < known.seq) {
    throw new TrailProblem(
      `The audit trail ends at entry ${endSeq}, but a head of ${known.at} proves ${known.seq} entries: an older backup was restored, or entries were removed. ${remedy}`,
    );
  }
  if (broken !== null && Number(broken) === known?.seq) {
    throw new TrailProblem(
      `Entry ${broken} of the audit trail is not the one that was signed at ${known.at}: entries were changed, or an older backup was restored and used since. ${remedy}`,
    );
  }
  if (broken !== null) {
    throw new TrailProblem(
      `Entry ${broken} of the audit trail does not follow from the one before: entries were changed. ${remedy}`,
    );
  }
  return followed;
}
