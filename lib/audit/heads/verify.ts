import type { ClientBase } from "pg";
import type { Evidence, HeadSource, Proof, SortedHeads, Walked } from "./evidence.ts";
import { hasValidSignature } from "./head.ts";
import { TrailProblem } from "./problem.ts";
import { judge, type Verdict } from "./verdict.ts";
import {
  entriesAfter,
  hashAfter,
  loadState,
  loadStoredHeads,
  prunedUpTo,
  timeOf,
  type TrailState,
} from "./walk.ts";

/**
 * Verifies the audit trail of a database: computes each hash again outside the database, where its owner
 * cannot change how, and compares the chain with signed heads. Reads in one snapshot, with bounded memory.
 *
 * @param client a session that may read the trail.
 * @throws TrailProblem if there is no trail.
 */
export async function verifyTrail(client: ClientBase, evidence: Evidence): Promise<Verdict> {
  await client.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    const state = await loadState(client);
    if (!state) throw new TrailProblem("The database has no audit trail.");
    const stored = {
      name: "the database",
      heads: await loadStoredHeads(client, state.trail),
    };
    const heads = sortHeads([stored, ...evidence.sources], state, evidence.keys);
    const walked = await walk(client, state, heads.proofs, evidence.batch ?? 2000);
    return judge({ state, heads, walked, evidence });
  } finally {
    await client.query("ROLLBACK");
  }
}

function sortHeads(
  sources: readonly HeadSource[],
  { trail }: TrailState,
  keys: readonly string[],
): SortedHeads {
  const sorted: SortedHeads = { proofs: [], forged: [], unknown: [], foreign: [] };
  for (const { name: source, heads } of sources) {
    for (const head of heads) {
      const proof = { ...head, source };
      if (!keys.includes(head.key)) sorted.unknown.push(proof);
      else if (!hasValidSignature(head)) sorted.forged.push(proof);
      else if (head.trail !== trail) sorted.foreign.push(proof);
      else sorted.proofs.push(proof);
    }
  }
  sorted.proofs.sort((one, other) => one.seq - other.seq);
  return sorted;
}

async function walk(
  client: ClientBase,
  { anchor }: TrailState,
  proofs: readonly Proof[],
  batch: number,
): Promise<Walked> {
  const walked: Walked = {
    ...{ seq: anchor.seq, hash: anchor.hash, broken: null, agreed: null, contradicted: [] },
    ...{ anchored: null, prunedUpTo: null, unproven: null },
  };
  // Heads before the anchor are about entries that are gone.
  let next = proofs.findIndex(({ seq }) => seq >= anchor.seq);
  if (next < 0) next = proofs.length;
  const compare = () => {
    for (let proof = proofs[next]; proof?.seq === walked.seq; proof = proofs[++next]) {
      if (proof.hash !== walked.hash) {
        walked.contradicted.push(proof);
        continue;
      }
      walked.agreed = proof;
      walked.unproven = null;
      if (walked.seq === anchor.seq) walked.anchored = proof;
    }
  };
  compare();
  for await (const entry of entriesAfter(client, anchor.seq, batch)) {
    const follows = entry.seq === walked.seq + 1;
    if (!follows || entry.hash !== hashAfter(walked.hash, entry.text)) {
      walked.broken = walked.seq + 1;
      break;
    }
    walked.seq = entry.seq;
    walked.hash = entry.hash;
    walked.prunedUpTo = prunedUpTo(entry) ?? walked.prunedUpTo;
    const at = timeOf(entry);
    walked.unproven = { from: walked.unproven?.from ?? at, to: at };
    compare();
  }
  return walked;
}
