import { createSecretKey } from "node:crypto";
import { expect, it } from "vitest";
import { formatHead, hasValidSignature, parseHead, signHead, type SignedHead } from "./head.ts";
import { signingKeyOf } from "./keys.ts";

const keyOf = (byte: number) =>
  signingKeyOf({ id: "k", key: createSecretKey(Buffer.alloc(32, byte)) });
const head = signHead(
  {
    trail: "0193a5f0-0000-7000-8000-000000000001",
    seq: 1000,
    hash: "ab".repeat(32),
    at: "2025-01-06T12:00:00.000Z",
  },
  keyOf(1),
);

it("derives the same signing key from the same encryption key, and another from another", () => {
  expect(keyOf(1).publicKey).toBe(keyOf(1).publicKey);
  expect(keyOf(1).publicKey).not.toBe(keyOf(2).publicKey);
});

it("reads a head from a line, also behind what a log puts before it", () => {
  const line = formatHead(head);
  expect(parseHead(line)).toEqual(head);
  expect(parseHead(`2025-01-06 host slotwell: audit-head ${line}`)).toEqual(head);
});

it.each([
  ["", "text", "{", formatHead(head).slice(0, -5)],
  [JSON.stringify({ ...head, seq: 0 }), JSON.stringify({ ...head, seq: "1; DROP" })],
  [JSON.stringify({ ...head, hash: "ab" }), JSON.stringify({ ...head, key: undefined })],
])("finds no head in other lines", (...lines) => {
  expect(lines.map(parseHead)).toEqual(lines.map(() => null));
});

it.each<Partial<SignedHead>>([
  { seq: 999 },
  { hash: "cd".repeat(32) },
  { at: "2025-01-06T12:00:00.001Z" },
  { trail: "0193a5f0-0000-7000-8000-000000000002" },
  { key: keyOf(2).publicKey },
])("accepts a signature for exactly what was signed, not with %o", (change) => {
  expect(hasValidSignature(head)).toBe(true);
  expect(hasValidSignature({ ...head, ...change })).toBe(false);
});
