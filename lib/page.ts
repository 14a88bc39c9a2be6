import { z } from "zod";
import { sealParam, unsealParam } from "./encryption/keyed.ts";
import { DomainError } from "./errors.ts";

/** A page of a list. `nextCursor` asks for the next one; null at the end. */
export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A page of at most `limit` out of rows read with `limit + 1`, each placed by `keyOf`. */
export function pageOf<T>(
  rows: T[],
  limit: number,
  keyOf: (row: T) => { sort: string; id: string },
): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? cursorAt(keyOf(last)) : null };
}

/** How much ciphertext the rows of one page have; its last row may go beyond. */
export const MAX_PAGE_BYTES = 500_000;

/** Returns how many of the first `limit` rows fit on a page, at least one. */
export function fittingPart<T>(
  rows: readonly T[],
  limit: number,
  bytesOf: (row: T) => number,
): number {
  let count = 0;
  for (let bytes = 0; count < Math.min(limit, rows.length) && bytes < MAX_PAGE_BYTES; count += 1) {
    const row = rows[count];
    if (row) bytes += bytesOf(row);
  }
  return count;
}

const place = z.strictObject({ sort: z.string().regex(/^[^\0]*$/), id: z.uuid() });

/**
 * Returns the cursor of the page behind a place. Encrypted, because a cursor stands in addresses and
 * the place may be a patient's name.
 */
export function cursorAt(key: z.infer<typeof place>): string {
  return sealParam("cursor", JSON.stringify(key), "");
}

/**
 * The place in a list after which the next page begins; its meaning is the list's own.
 *
 * @throws DomainError `invalid` for text that no page gave.
 */
export function decodeCursor(cursor: string): z.infer<typeof place> {
  try {
    return place.parse(JSON.parse(unsealParam("cursor", cursor, "") ?? ""));
  } catch {
    throw new DomainError("invalid", { issues: [{ path: "cursor", message: "invalid" }] });
  }
}

/** The same for a list in the order of time: instant and id behind which the next page begins. */
export function decodeMoment(cursor: string): { at: Date; id: string } {
  const { sort, id } = decodeCursor(cursor);
  const at = new Date(sort);
  if (!Number.isNaN(at.getTime())) return { at, id };
  throw new DomainError("invalid", { issues: [{ path: "cursor", message: "invalid" }] });
}

const number = z.coerce.bigint().positive();

/** The same for a list whose rows are numbered: behind which number the next page begins. */
export function decodePlace(cursor: string | undefined): bigint | null {
  if (!cursor) return null;
  const parsed = /^\d{1,18}$/.test(cursor) ? number.safeParse(cursor) : null;
  if (parsed?.success) return parsed.data;
  throw new DomainError("invalid", { issues: [{ path: "cursor", message: "invalid" }] });
}

const MAX_INTEGER = 2 ** 31 - 1;

/** The same for a list whose rows are counted from one: how many came before. */
export const decodeCount = (cursor: string | undefined): number =>
  Math.min(Number(decodePlace(cursor) ?? 0), MAX_INTEGER);

/** A page of a list that is short enough to be read whole: the cursor is how many came before. */
export function wholePage<T>(
  all: readonly T[],
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Page<T> {
  const from = decodeCount(cursor);
  const to = from + limit;
  return { items: all.slice(from, to), nextCursor: to < all.length ? String(to) : null };
}

/** A page of at most `limit` out of numbered rows read with `limit + 1`. */
export function placedPage<T>(rows: T[], limit: number, numberOf: (row: T) => bigint): Page<T> {
  const items = rows.slice(0, limit);
  const last = items.at(-1);
  return { items, nextCursor: last && rows.length > limit ? String(numberOf(last)) : null };
}
