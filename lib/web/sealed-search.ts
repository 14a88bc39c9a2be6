import type { UserActor } from "../access/actor.ts";
import { sealParam, unsealParam } from "../encryption/keyed.ts";

/** How long the address of a search can be opened. A day at the desk is shorter. */
const SEARCH_TTL_MS = 12 * 3_600_000;

/**
 * Returns what a search looks for as a value for an address: encrypted for one user and for 12 hours,
 * because addresses stay in histories and logs, and a name must not. Empty for an empty search.
 */
export function sealSearch({ userId }: UserActor, q: string | undefined, now: Date): string {
  if (!q) return "";
  return sealParam("search", `${now.getTime() + SEARCH_TTL_MS} ${q}`, userId);
}

/** The parameters of a list's address. */
export interface SearchedParams {
  /** All others, with the words that are looked for as `q`. A `q` of the address is left out. */
  params: Record<string, string>;
  /** As `sealSearch` made it, for links to other pages of the list. */
  find: string | undefined;
  /** The search has run out, or is another user's. */
  expired: boolean;
}

/** Opens `find` among the parameters of an address. */
export function openSearch(
  { userId }: UserActor,
  { find, q: _inClear, ...others }: Record<string, string>,
  now: Date,
): SearchedParams {
  if (!find) return { params: others, find: undefined, expired: false };
  const [, until, q] = /^(\d+) (.*)$/s.exec(unsealParam("search", find, userId) ?? "") ?? [];
  if (!q || Number(until) <= now.getTime()) {
    return { params: others, find: undefined, expired: true };
  }
  return { params: { ...others, q }, find, expired: false };
}
