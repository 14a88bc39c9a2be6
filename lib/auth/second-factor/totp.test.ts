import { expect, it } from "vitest";
import { qrCodeOf } from "./qr.ts";
import { codeAt, keyUri, newTotpSecret, stepOf } from "./totp.ts";

// RFC 6238, appendix B: the secret "12345678901234567890" in base32, and the last six of its eight digits.
const SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

it.each([
  [59, "287082"],
  [1_111_111_109, "081804"],
  [1_111_111_111, "050471"],
  [1_234_567_890, "005924"],
  [2_000_000_000, "279037"],
])("gives the code of RFC 6238 at %i seconds", (seconds, code) => {
  const at = new Date(seconds * 1000);
  expect(codeAt(SECRET, at)).toBe(code);
  expect(stepOf(SECRET, code, at)).toBe(Math.floor(seconds / 30));
});

it("names the step of a code, not the step of now", () => {
  const at = (seconds: number) => new Date(seconds * 1000);
  expect(stepOf(SECRET, "287082", at(89))).toBe(1);
  expect(stepOf(SECRET, "287082", at(29))).toBe(1);
  expect(stepOf(SECRET, "287082", at(90))).toBeNull();
  expect(stepOf(SECRET, "28708", at(59))).toBeNull();
  expect(stepOf(SECRET, "", at(59))).toBeNull();
});

it("makes a new secret of 160 bits each time, and an address that apps read", () => {
  const [one, other] = [newTotpSecret(), newTotpSecret()];
  expect(one).toMatch(/^[A-Z2-7]{32}$/);
  expect(one).not.toBe(other);
  const uri = new URL(keyUri(one, "ann@example.org"));
  expect(uri.protocol + uri.host + uri.pathname).toBe("otpauth:totp/Slotwell:ann%40example.org");
  expect(uri.searchParams.get("secret")).toBe(one);
  expect(uri.searchParams.get("issuer")).toBe("Slotwell");
});

it("draws a QR code with a quiet zone of four modules", () => {
  const { size, path } = qrCodeOf("Slotwell");
  expect(size).toBe(21 + 8);
  // The first row of the first finder pattern: seven dark modules.
  expect(path).toMatch(/^M4 4h7v1h-7z/);
  expect(path).toMatch(/^[M0-9 hvz-]+$/);
});
