/**
 * The numbers of PostgreSQL's advisory locks, in one place so that no two mean the same. Locks of
 * schedules are hashes of 64 bits; migrations hold 7300001 (SQL) and the lock of Prisma's own;
 * `reserve_attempt` holds pairs that begin with 7300005.
 */
export const ADVISORY_LOCKS = {
  /** One process at a time adds or ends the keys that sign ID tokens. */
  signingKeys: 7_300_002,
  /** One import into a database at a time: the second finds it filled. */
  import: 7_300_003,
  /** Processes that start at once would change the same rows of logins. */
  logins: 7_300_004,
  /** Taken by audit_signed() and audit_seal(): processes that sign heads of the audit trail take turns. */
  auditHeads: 7_300_014,
} as const;
