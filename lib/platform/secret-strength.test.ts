import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { weaknessOfKey, weaknessOfSecret } from "./secret-strength.ts";

it.each([
  "changeme-changeme-changeme-changeme",
  "please CHANGE_ME before you go live!!",
  "a secret that only the clinic knows",
  "super-secure-password-of-the-clinic",
  "your-auth-key-of-32-or-more-letters",
  "replace this text with random letters",
  "the default of the installation guide",
  "abcdefghijklmnopqrstuvwxyz0123456789",
  "12345678901234567890123456789012",
  "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
  "abababababababababababababababababab",
  "k3J9vQ2xLm8Rk3J9vQ2xLm8Rk3J9vQ2xLm8R",
])("calls the secret %j weak", (secret) => expect(weaknessOfSecret(secret)).toMatch(/./));

it.each([
  Buffer.alloc(32),
  Buffer.alloc(32, 7),
  Buffer.from("changeme".repeat(4)),
  Buffer.from("a key of thirty-two letters, yes"),
  Buffer.from(Array.from({ length: 32 }, (_, index) => index)),
  Buffer.from(Array.from({ length: 32 }, (_, index) => 200 - index)),
  Buffer.concat([
    Buffer.from(Array.from({ length: 16 }, (_, index) => index * 13)),
    Buffer.from(Array.from({ length: 16 }, (_, index) => index * 13)),
  ]),
])("calls the key %j weak", (key) => expect(weaknessOfKey(key)).toMatch(/./));

it("takes random ones, however they are written", () => {
  for (let i = 0; i < 50; i++) {
    const bytes = randomBytes(32);
    expect(weaknessOfKey(bytes)).toBeNull();
    for (const encoding of ["base64", "base64url"] as const) {
      expect(weaknessOfSecret(bytes.toString(encoding))).toBeNull();
    }
  }
  expect(weaknessOfSecret("9f86d081884c7d659a2feaa0c55ad015")).toBeNull();
  expect(weaknessOfSecret("otter lamp 47 violin gravel moss tundra")).toBeNull();
});
