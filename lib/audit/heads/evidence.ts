import type { SignedHead } from "./head.ts";

/** Heads, and how the operator knows where they come from. */
export interface HeadSource {
  name: string;
  heads: SignedHead[];
}

export interface Evidence {
  /** Heads from outside the database. */
  sources: readonly HeadSource[];
  /** The public keys of this installation. Heads by others prove nothing. */
  keys: readonly string[];
  now: Date;
  /** How many entries are in memory at a time. */
  batch?: number;
}

/** A head with a valid signature by one of the keys. */
export interface Proof extends SignedHead {
  source: string;
}

/** Heads by what they are worth. */
export interface SortedHeads {
  /** Of this trail, by entry. */
  proofs: Proof[];
  /** Of one of the keys, but with a wrong signature. */
  forged: Proof[];
  /** Of a key that is not known. */
  unknown: Proof[];
  /** Of another trail. */
  foreign: Proof[];
}

/** What following the chain showed. */
export interface Walked {
  /** The last entry that follows from the one before. */
  seq: number;
  hash: string;
  /** The first entry that does not. */
  broken: number | null;
  /** The last proof that the chain agrees with, and those that it contradicts. */
  agreed: Proof | null;
  contradicted: Proof[];
  /** The proof at the anchor. */
  anchored: Proof | null;
  /** Up to where the last retention says that it removed. */
  prunedUpTo: number | null;
  /** The times of the entries behind the last agreed proof, in milliseconds. */
  unproven: { from: number; to: number } | null;
}
