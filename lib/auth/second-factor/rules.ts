// How a sign-in was proved (RFC 8176): pwd, otp, hwk (a passkey), user (who is present). A sign-in at an outside
// provider has no method of ours.

/** Whether a sign-in took more than a password: a code, or a passkey, which is two factors in one. */
export const isTwoFactor = (amr: readonly string[]): boolean =>
  amr.includes("otp") || amr.includes("hwk");

/** How a sign-in is called in the list of sessions and in the audit trail. */
export function viaOf(amr: readonly string[]): string {
  if (amr.includes("hwk")) return "passkey";
  return amr.includes("pwd") ? "password" : "outside";
}
