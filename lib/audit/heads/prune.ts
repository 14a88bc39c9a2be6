import { identityDb } from "../../db.ts";

/** The maximum number of entries that one statement deletes, for which all others wait. */
const PRUNED_AT_ONCE = 5000;

/**
 * Deletes the beginning of the audit trail that is older than every clinic keeps records, and than 10
 * years, up to a signed head. The database decides by its own clock. Any number of processes may call
 * it at once.
 *
 * @returns how many entries were deleted.
 */
export async function pruneTrail(entriesAtOnce = PRUNED_AT_ONCE): Promise<number> {
  let deleted = 0;
  for (;;) {
    const [row] = await identityDb().$queryRaw<{ deleted: number }[]>`
      SELECT audit_prune(${entriesAtOnce}::int) AS deleted`;
    if (!row?.deleted) return deleted;
    deleted += row.deleted;
  }
}
