import { mkdirSync, renameSync, rmSync, statSync, utimesSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { Failure } from "./failure.mjs";
import { inRoot } from "./paths.mjs";
import { step } from "./progress.mjs";

const folder = inRoot(".next-lock");
/** The holder touches the folder every second; when it stops, it is dead, whatever killed it. */
const STALE_MS = 15_000;

/**
 * Runs `work` while no other start of this checkout does.
 *
 * @param {() => Promise<void>} work
 */
export async function withLock(work) {
  // A start that has nothing to do is through in a moment, not worth a word.
  for (let tries = 0; tries < 10 && !take(); tries++) await sleep(100);
  if (!held) {
    await step("Waiting for another start of this checkout", async () => {
      while (!take()) await sleep(200);
    });
  }
  const heartbeat = setInterval(() => utimesSync(folder, new Date(), new Date()), 1000);
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once("exit", release);
  try {
    await work();
  } finally {
    clearInterval(heartbeat);
    process.off("exit", release);
    release();
  }
}

let held = false;

function take() {
  try {
    mkdirSync(folder);
    return (held = true);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") {
      throw new Failure(`Cannot write to ${inRoot("")} (${codeOf(error)}).`);
    }
  }
  try {
    if (Date.now() - statSync(folder).mtimeMs > STALE_MS) {
      const aside = `${folder}-${process.pid}`;
      renameSync(folder, aside);
      rmSync(aside, { recursive: true });
    }
  } catch {
    // Somebody else has just released it or put it aside.
  }
  return false;
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code;
