import { expect, it } from "vitest";
import { sealParam } from "./encryption/keyed.ts";
import { supply } from "./env.ts";
import { decodeCursor, decodeMoment, pageOf } from "./page.ts";

supply({ ENCRYPTION_KEYS: `test:${Buffer.alloc(32, 7).toString("base64")}` });

const id = "01a144e7-bbc0-701d-8a67-ebdf98aa5b7a";
const cursorOf = (key: object) => sealParam("cursor", JSON.stringify(key), "");

it("goes on behind the last of a page, and ends with the last page", () => {
  const rows = ["a", "b", "c"].map((sort) => ({ sort, id }));
  const page = pageOf(rows, 2, (row) => row);
  expect(page.items).toEqual(rows.slice(0, 2));
  expect(decodeCursor(page.nextCursor ?? "")).toEqual(rows[1]);
  expect(pageOf(rows, 3, (row) => row).nextCursor).toBeNull();
});

// Fails without the encryption in `cursorAt`: lists of patients continue after a name.
it("says nothing of the place where a page ends", () => {
  const rows = ["Olivia Brown", "Zoe"].map((sort) => ({ sort, id }));
  const cursor = pageOf(rows, 1, (row) => row).nextCursor ?? "";
  for (const part of ["Olivia", "Brown", id]) {
    expect(Buffer.from(cursor, "base64url").toString("latin1")).not.toContain(part);
    expect(cursor).not.toContain(part);
  }
});

it.each([
  "",
  "nonsense",
  // A cursor of an earlier version.
  Buffer.from(JSON.stringify({ sort: "a", id })).toString("base64url"),
  cursorOf({ sort: "a" }),
  cursorOf({ sort: "a", id: "1" }),
  cursorOf({ sort: "a", id, more: 1 }),
  // PostgreSQL takes no NUL.
  cursorOf({ sort: "a\0", id }),
])("refuses %j, which no page gave", (cursor) => {
  expect(() => decodeCursor(cursor)).toThrow("invalid");
});

it("reads moments, and nothing else, in lists in the order of time", () => {
  const at = new Date("2025-01-06T12:00:00Z");
  expect(decodeMoment(cursorOf({ sort: at.toISOString(), id }))).toEqual({ at, id });
  expect(() => decodeMoment(cursorOf({ sort: "soon", id }))).toThrow("invalid");
});
