import { expect, it } from "vitest";
import { decodeCursor, decodeMoment, pageOf } from "./page.ts";

const id = "01a144e7-bbc0-701d-8a67-ebdf98aa5b7a";
const cursorOf = (key: object) => Buffer.from(JSON.stringify(key)).toString("base64url");

it("goes on behind the last of a page, and ends with the last page", () => {
  const rows = ["a", "b", "c"].map((sort) => ({ sort, id }));
  const page = pageOf(rows, 2, (row) => row);
  expect(page.items).toEqual(rows.slice(0, 2));
  expect(decodeCursor(page.nextCursor ?? "")).toEqual(rows[1]);
  expect(pageOf(rows, 3, (row) => row).nextCursor).toBeNull();
});

it.each([
  "",
  "nonsense",
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
