import { createSecretKey } from "node:crypto";
import fc from "fast-check";
import { expect, it } from "vitest";
import { decryptFrom, encryptFor, type Place } from "./columns.ts";

const place: Place = { table: "medical_records", id: "1", column: "notes" };
const key = (id: string, byte: number) => ({ id, key: createSecretKey(Buffer.alloc(32, byte)) });
const keys = [key("new", 2), key("old", 1)];

it("reads what it wrote, whatever the text, and never writes the same twice", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const value = encryptFor(place, text, keys);
      expect(value).toMatch(/^enc:new:[A-Za-z0-9+/]{38,}={0,2}$/);
      expect(decryptFrom(place, value, keys)).toBe(text);
      expect(encryptFor(place, text, keys)).not.toBe(value);
    }),
  );
});

it("reads what an older key wrote", () => {
  const value = encryptFor(place, "before", [key("old", 1)]);
  expect(decryptFrom(place, value, keys)).toBe("before");
});

it.each<[string, Place]>([
  ["row", { ...place, id: "2" }],
  ["column", { ...place, column: "diagnosis" }],
])("refuses a value of another %s", (_what, elsewhere) => {
  const value = encryptFor(place, "secret", keys);
  expect(() => decryptFrom(elsewhere, value, keys)).toThrow(/^No key decrypts medical_records\|/);
});

it("refuses every change of a value, another key of that name, and plain text", () => {
  const value = encryptFor(place, "secret", keys);
  const [, , encrypted = ""] = value.split(":");
  const bytes = Buffer.from(encrypted, "base64");
  for (let index = 0; index < bytes.length; index += 1) {
    const changed = Buffer.from(bytes);
    changed[index] = (changed[index] ?? 0) ^ 1;
    const forged = `enc:new:${changed.toString("base64")}`;
    expect(() => decryptFrom(place, forged, keys)).toThrow("No key decrypts");
  }
  expect(() => decryptFrom(place, value, [key("new", 3)])).toThrow("No key decrypts");
  expect(() => decryptFrom(place, value, [key("other", 2)])).toThrow("No key decrypts");
  expect(() => decryptFrom(place, `enc:old:${encrypted}`, keys)).toThrow("No key decrypts");
  for (const odd of ["secret", "", "enc:", "enc:new:", "enc:new:AAAA", "plain:new:AAAA"]) {
    expect(() => decryptFrom(place, odd, keys)).toThrow("No key decrypts");
  }
});

it("says nothing of a value that it cannot read", () => {
  expect(() => decryptFrom(place, "canary in plain text", keys)).toThrow(
    /^No key decrypts medical_records\|1\|notes$/,
  );
});
