import { expect, it } from "vitest";
import type { UserActor } from "../access/actor.ts";
import { supply } from "../env.ts";
import { openSearch, sealSearch } from "./sealed-search.ts";

supply({ ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` });

const now = new Date("2025-01-06T12:00:00Z");
const later = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const user = (userId: string) => ({ userId }) as UserActor;
const find = sealSearch(user("one"), "Olivia\nBennett", now);

it("takes a search through an address that does not say who is looked for", () => {
  expect(find).toMatch(/^test\.[\w-]+$/);
  expect(Buffer.from(find.split(".")[1] ?? "", "base64url").toString("latin1")).not.toContain("Ol");
  const opened = openSearch(user("one"), { find, cursor: "c" }, later(11));
  expect(opened).toEqual({
    params: { cursor: "c", q: "Olivia\nBennett" },
    find,
    expired: false,
  });
});

// Fails without the user as additional data, and without the time in the sealed text.
it("opens for no other user, and not after 12 hours", () => {
  const closed = { params: {}, find: undefined, expired: true };
  expect(openSearch(user("two"), { find }, now)).toEqual(closed);
  expect(openSearch(user("one"), { find }, later(12))).toEqual(closed);
  expect(openSearch(user("one"), { find: "Olivia" }, now)).toEqual(closed);
});

it("is no search without words, and takes none in clear", () => {
  expect(sealSearch(user("one"), "", now)).toBe("");
  expect(sealSearch(user("one"), undefined, now)).toBe("");
  const none = { params: { role: "doctor" }, find: undefined, expired: false };
  expect(openSearch(user("one"), { q: "Olivia", role: "doctor" }, now)).toEqual(none);
});
