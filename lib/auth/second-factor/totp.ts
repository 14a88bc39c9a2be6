import { Secret, TOTP } from "otpauth";

// Codes of an authenticator app (RFC 6238). SHA-1, six digits and thirty seconds are what all apps know.

/** A code of the step before or after counts too, because clocks differ (RFC 6238, 5.2). */
const SKEW_STEPS = 1;

/** Returns a new secret of 160 bits in base32 (RFC 4226, 4). */
export const newTotpSecret = (): string => new Secret({ size: 20 }).base32;

/** Returns the address that an authenticator app reads from a QR code. */
export const keyUri = (secret: string, account: string): string =>
  totpOf(secret, account).toString();

/** Returns the time step whose code this is, or null if it is the code of no step around `now`. */
export function stepOf(secret: string, code: string, now: Date): number | null {
  const totp = totpOf(secret);
  const timestamp = now.getTime();
  const delta = totp.validate({ token: code, timestamp, window: SKEW_STEPS });
  return delta === null ? null : totp.counter({ timestamp }) + delta;
}

/** Returns the code of a secret at a time. */
export const codeAt = (secret: string, at: Date): string =>
  totpOf(secret).generate({ timestamp: at.getTime() });

const totpOf = (secret: string, label = "") =>
  new TOTP({ issuer: "Slotwell", label, secret: Secret.fromBase32(secret) });
