import { diffWords } from "diff";

/** A part of a text: put in, taken out, or neither. */
export interface ChangedPart {
  value: string;
  added: boolean;
  removed: boolean;
}

/**
 * More words than these, put in or taken out, are a new text. The comparison takes time with their
 * square: two texts of 4,000 other words took 20 seconds, in which nothing else was answered.
 */
const MAX_EDITS = 200;

/** What one text says otherwise than another, word by word; as a whole where most of it is new. */
export function changedWords(before: string, after: string): ChangedPart[] {
  return (
    diffWords(before, after, { maxEditLength: MAX_EDITS }) ?? [
      { value: before, added: false, removed: true },
      { value: after, added: true, removed: false },
    ]
  );
}
