import type { Tx } from "../db.ts";

/**
 * Everything that takes or frees time, or changes when somebody works, holds these until its
 * transaction ends: the practitioner's schedule and the patient's. They make the check and the write
 * one step, for buffers and hours too, which the exclusion constraints do not see, and keep two
 * updates from deadlocking on those. Always in one order, so that nobody waits in a circle.
 *
 * Returns false, without waiting, when somebody else holds one of them.
 */
export async function tryLockSchedules(tx: Tx, ids: [string, string]): Promise<boolean> {
  const [first, second] = ids.toSorted();
  const [row] = await tx.$queryRaw<{ locked: boolean }[]>`
    SELECT CASE WHEN pg_try_advisory_xact_lock(hashtextextended(${first}, 0))
      THEN pg_try_advisory_xact_lock(hashtextextended(${second}, 0)) ELSE false END AS locked`;
  return row?.locked ?? false;
}

/** The same, waiting for whoever holds them; any number, each once. */
export async function lockSchedules(tx: Tx, ids: readonly string[]): Promise<void> {
  for (const id of [...new Set(ids)].sort()) {
    await tx.$executeRaw`SELECT lock_schedule(${id}::uuid)`;
  }
}
