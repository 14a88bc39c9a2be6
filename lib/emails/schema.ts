import { z } from "zod";
import { canonicalEmail, hasMixedScripts, MAX_EMAIL_LENGTH } from "./rules.ts";

/** The e-mail address of an account in its one spelling, see `canonicalEmail`. */
export const emailSchema = z
  .string()
  .max(1000, "too_long")
  .transform((text, context) => {
    const address = canonicalEmail(text);
    const wrong = address === null ? "email" : wrongWith(address);
    if (address !== null && !wrong) return address;
    context.addIssue({ code: "custom", message: wrong ?? "email" });
    return z.NEVER;
  });

function wrongWith(address: string): string | undefined {
  if (address.length > MAX_EMAIL_LENGTH) return "too_long";
  return hasMixedScripts(address) ? "email_scripts" : undefined;
}
