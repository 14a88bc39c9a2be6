import { createReadStream } from "node:fs";
import { mkdir, open } from "node:fs/promises";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { givenEnv } from "../../env.ts";
import { formatHead, hasValidSignature, parseHead, type SignedHead } from "./head.ts";
import { TrailProblem } from "./problem.ts";

/** Of the end of a file, in which the last head is looked for. */
const END_BYTES = 64 * 1024;

/** The value of AUDIT_HEADS_FILE for standard output. */
const STANDARD_OUTPUT = "-";

/** Returns the file to which this installation appends signed heads, null for standard output. */
export function headsFile(): string | null {
  const { AUDIT_HEADS_FILE, DATA_DIR } = givenEnv();
  if (AUDIT_HEADS_FILE === STANDARD_OUTPUT) return null;
  return path.resolve(AUDIT_HEADS_FILE ?? path.join(DATA_DIR, "audit-heads.jsonl"));
}

/**
 * Returns the last head in a file that one of `keys` signed, null if there is no file or it is empty.
 * A line that a crash cut off is skipped.
 *
 * @throws TrailProblem if the file has lines and no such head at its end, or cannot be read.
 */
export async function lastHeadIn(
  file: string,
  keys: readonly string[],
): Promise<SignedHead | null> {
  const end = await endOf(file);
  for (const line of end.split("\n").reverse()) {
    const head = parseHead(line);
    if (head && keys.includes(head.key) && hasValidSignature(head)) return head;
  }
  if (end.trim() === "") return null;
  throw new TrailProblem(
    `The end of ${file} has no head that a key of ENCRYPTION_KEYS signed: move the file away and keep it.`,
  );
}

/** Appends a head as one line and waits until it is on the disk. @throws TrailProblem */
export async function appendHead(file: string | null, head: SignedHead): Promise<void> {
  const line = `${formatHead(head)}\n`;
  if (file === null) {
    process.stdout.write(`audit-head ${line}`);
    return;
  }
  try {
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    const torn = !/(?:^|\n)$/.test(await endOf(file));
    await using handle = await open(file, "a", 0o600);
    await handle.appendFile(torn ? `\n${line}` : line);
    await handle.sync();
  } catch (error) {
    throw unusable(file, error);
  }
}

/** Returns all heads of a file, also those with a wrong signature. @throws TrailProblem */
export async function headsIn(file: string): Promise<SignedHead[]> {
  const heads: SignedHead[] = [];
  try {
    for await (const line of createInterface({ input: createReadStream(file) })) {
      const head = parseHead(line);
      if (head) heads.push(head);
    }
    return heads;
  } catch (error) {
    throw unusable(file, error);
  }
}

async function endOf(file: string): Promise<string> {
  try {
    await using handle = await open(file, "r");
    const { size } = await handle.stat();
    const length = Math.min(size, END_BYTES);
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
    return buffer.toString("utf8");
  } catch (error) {
    if (["ENOENT", "ENOTDIR"].includes(codeOf(error))) return "";
    throw unusable(file, error);
  }
}

const codeOf = (error: unknown) =>
  error instanceof Error && "code" in error ? String(error.code) : "";

function unusable(file: string, error: unknown): Error {
  if (error instanceof TrailProblem || codeOf(error) === "") return error as Error;
  return new TrailProblem(
    `The file of audit heads, ${file}, cannot be used (${codeOf(error)}): set AUDIT_HEADS_FILE to another.`,
  );
}
