import type { Evidence, Proof, SortedHeads, Walked } from "./evidence.ts";
import type { TrailState } from "./walk.ts";

/** What is known about a trail, as sentences for the operator. */
export interface Verdict {
  /** `unproven`: the chain is unbroken, but no head proves that it is the one that was written. */
  result: "whole" | "altered" | "unproven";
  report: string[];
}

/** Retention never removes what was signed less than so many years ago. */
const MIN_YEARS_KEPT = 10;
/** While the application runs, entries wait at most half a minute for a head. */
const MAX_UNPROVEN_MS = 5 * 60_000;

interface Facts {
  state: TrailState;
  heads: SortedHeads;
  walked: Walked;
  evidence: Evidence;
}

/** Draws the conclusion from a chain and its heads. */
export function judge(facts: Facts): Verdict {
  const findings = [...findingsOfChain(facts), ...findingsOfHeads(facts), ...findingsOfCut(facts)];
  const doubts = findings.length > 0 ? [] : doubtsAbout(facts);
  const result = findings.length > 0 ? "altered" : doubts.length > 0 ? "unproven" : "whole";
  return { result, report: [...findings, ...doubts, ...notesOn(facts)] };
}

function findingsOfChain({ state: { end }, walked }: Facts): string[] {
  if (walked.broken !== null) {
    return [
      `Entry ${walked.broken} does not follow from the one before: it was changed, or entries were removed or added.`,
    ];
  }
  if (walked.seq === end.seq && walked.hash === end.hash) return [];
  return [
    `The trail ends at entry ${walked.seq}, but the database notes ${end.seq} as the last one: the end was changed.`,
  ];
}

function findingsOfHeads({ heads, walked }: Facts): string[] {
  const findings = heads.forged.map(
    ({ seq, source }) => `The head at entry ${seq} in ${source} has a wrong signature.`,
  );
  const [contradicted] = walked.contradicted;
  if (contradicted) {
    const after = walked.agreed && walked.agreed.seq < contradicted.seq ? walked.agreed.seq : 0;
    findings.push(
      `Entries ${after + 1} to ${contradicted.seq} are not those that were signed at ${contradicted.at} (${contradicted.source}): ` +
        "entries were changed, removed or added, or an older backup was restored and used since.",
    );
  }
  const last = heads.proofs.at(-1);
  if (last && last.seq > walked.seq && walked.broken === null) {
    findings.push(
      `The trail ends at entry ${walked.seq}, but a head of ${last.at} (${last.source}) proves ${last.seq} entries: ` +
        "an older backup was restored, or entries were removed.",
    );
  }
  return findings;
}

/** Whether a removed beginning was old enough, signed and noted. */
function findingsOfCut(facts: Facts): string[] {
  const { anchor } = facts.state;
  const why = anchor.seq === 0 ? null : whyNotRetention(facts);
  return why === null
    ? []
    : [`The entries up to ${anchor.seq} were removed, but not by the retention: ${why}.`];
}

function whyNotRetention({ state, heads, walked, evidence: { now } }: Facts): string | null {
  const { anchor } = state;
  const anchored = walked.anchored ?? headOfAnotherKey(state, heads);
  const contradicted = walked.contradicted.some(({ seq }) => seq === anchor.seq);
  if (!anchored) return contradicted ? null : "no signed head is there";
  const youngest = new Date(now);
  youngest.setUTCFullYear(now.getUTCFullYear() - MIN_YEARS_KEPT);
  if (new Date(anchored.at) > youngest) {
    return `the head there was signed less than ${MIN_YEARS_KEPT} years ago, at ${anchored.at}`;
  }
  return walked.prunedUpTo === anchor.seq || walked.broken !== null ? null : "no entry notes it";
}

/** Returns the head at the anchor whose key is not known: it may be of before a change of keys. */
const headOfAnotherKey = ({ anchor }: TrailState, { unknown }: SortedHeads) =>
  unknown.find(({ seq, hash }) => seq === anchor.seq && hash === anchor.hash);

function doubtsAbout({ state, heads, walked, evidence: { keys } }: Facts): string[] {
  const { agreed, unproven } = walked;
  if (walked.seq === 0 && heads.unknown.length + heads.foreign.length === 0) return [];
  if (keys.length === 0) return ["No public key is known, so no head counts: give it with --key."];
  if (agreed === null) {
    return [
      heads.foreign.length > 0
        ? `The heads are of another database: ${sourcesOf(heads.foreign)}.`
        : "No signed head of this trail is there, so nothing proves that these entries are the ones that were written.",
    ];
  }
  const cut = walked.anchored ? undefined : headOfAnotherKey(state, heads);
  if (cut) {
    return [
      `The entries up to ${cut.seq} were removed at a head of another key: trust it with --key ${cut.key}.`,
    ];
  }
  if (unproven && unproven.to - unproven.from > MAX_UNPROVEN_MS) {
    return [
      `The last ${walked.seq - agreed.seq} entries, since ${iso(unproven.from)}, have no signed head: ` +
        "heads were removed, or the application was not running. A running application signs them.",
    ];
  }
  return [];
}

function notesOn({ state: { anchor }, heads, walked }: Facts): string[] {
  const { agreed } = walked;
  const notes = [
    `${walked.seq - anchor.seq} entries follow from one another (${anchor.seq + 1} to ${walked.seq}).`,
  ];
  if (agreed) {
    notes.push(
      `Entries up to ${agreed.seq} are proven by a head of ${agreed.at} (${agreed.source}).`,
    );
    const rest = walked.seq - agreed.seq;
    if (rest > 0) notes.push(`The ${rest} entries after it are not proven by a head yet.`);
  }
  if (anchor.seq > 0) notes.push(`Entries up to ${anchor.seq} are past their retention.`);
  if (heads.unknown.length > 0) {
    const keys = [...new Set(heads.unknown.map(({ key }) => key))].join(", ");
    notes.push(
      `${heads.unknown.length} heads in ${sourcesOf(heads.unknown)} are signed with another key (${keys}) and prove nothing; --key trusts a key.`,
    );
  }
  if (agreed && heads.foreign.length > 0) {
    notes.push(
      `${heads.foreign.length} heads in ${sourcesOf(heads.foreign)} are of another database.`,
    );
  }
  return notes;
}

const sourcesOf = (heads: readonly Proof[]) =>
  [...new Set(heads.map(({ source }) => source))].join(", ");

const iso = (ms: number) => new Date(ms).toISOString();
