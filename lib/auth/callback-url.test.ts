import { expect, it } from "vitest";
import { safePath, withCallback } from "./callback-url.ts";

it.each(["/patient", "/doctors/1?from=2026-01-02#top", "/oauth/auth?client_id=a%2Fb", "/"])(
  "keeps %s",
  (path) => expect(safePath(path)).toBe(path),
);

it.each([
  "",
  null,
  undefined,
  "patient",
  "//evil.example",
  "/\\evil.example",
  "/\t/evil.example",
  "/\n/evil.example",
  "/a\\..\\evil",
  "\\\\evil.example",
  "https://evil.example/",
  "javascript:alert(1)",
  "/..//evil.example",
  "/.//evil.example",
  " /patient",
  `/${"a".repeat(3000)}`,
])("refuses %j", (path) => expect(safePath(path)).toBeNull());

it("carries a safe path along and drops any other", () => {
  expect(withCallback("/sign-in", "/patient/book?at=1")).toBe(
    "/sign-in?callbackUrl=%2Fpatient%2Fbook%3Fat%3D1",
  );
  expect(withCallback("/sign-in", "//evil.example")).toBe("/sign-in");
});
