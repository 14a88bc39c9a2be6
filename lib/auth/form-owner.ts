import { keyedHash, matchesHash } from "../encryption/keyed.ts";

/** The hidden field of every form that posts: the account that the form was drawn for. */
export const OWNER_FIELD = "_for";

/** The page that says that a form was opened by another account. */
export const ACCOUNT_CHANGED = "/account/changed";

/**
 * Returns what a form that is drawn for a user has in `_for`; empty for a visitor. A keyed hash of the user's
 * id and of nothing else, so that it stays right when the same user signs in again.
 */
export const ownerStamp = (userId: string | null): string =>
  userId === null ? "" : keyedHash("form", userId);

/** Returns whether a form was drawn for a user. One without a stamp was not. */
export const isDrawnFor = (userId: string, stamp: unknown): boolean =>
  typeof stamp === "string" && matchesHash("form", userId, stamp);
