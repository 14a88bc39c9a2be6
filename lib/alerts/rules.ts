/** What is unusual when one user does much of it: emergency accesses, exports, patients read about. */
export const ALERT_KINDS = ["emergency", "export", "patients"] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/**
 * How many of each within 24 hours raise no alert. The database counts, with the same numbers
 * (`alert_limit`): a limit changes in both.
 */
export const ALERT_LIMITS = {
  /** A night in an emergency department; more is for treating the patients. */
  emergency: 5,
  /** Whole records of different patients, handed out one by one. */
  export: 10,
  /** Different patients; a full day of visits has about 40. */
  patients: 150,
} as const satisfies Record<AlertKind, number>;

/** Returns whether an admin may acknowledge an alert: never one about themselves. */
export const mayAcknowledge = (adminId: string, alert: { userId: string }): boolean =>
  alert.userId !== adminId;
