import { z } from "zod";
import { cookieName, setCookie } from "./cookies.ts";

/**
 * What one page tells the next: an outcome, and what was typed so that nothing is lost. Stays in the
 * browser of who typed it, for a minute. Never a password.
 */
const schema = z.strictObject({
  page: z.enum(["sign-in", "sign-in/second-step", "register", "register/doctor", "welcome"]),
  code: z.enum([
    "refused",
    "throttled",
    "wrongCode",
    "passkey",
    "registered",
    "check",
    "foreign",
    "expired",
    "ended",
    "again",
    "failed",
    "denied",
    "welcomed",
    "broken",
  ]),
  email: z.string().optional(),
  name: z.string().optional(),
  /** Field -> key of `errors.fields`. */
  fields: z.record(z.string(), z.string()).optional(),
  /** Seconds. */
  retryAfter: z.number().optional(),
});
export type Flash = z.infer<typeof schema>;

const MINUTE = 60;
const KEPT = 300;

export function flashCookie({ email, name, ...rest }: Flash): string {
  const typed = {
    ...(email === undefined ? {} : { email: email.slice(0, KEPT) }),
    ...(name === undefined ? {} : { name: name.slice(0, KEPT) }),
  };
  const text = JSON.stringify({ ...rest, ...typed });
  return setCookie("flash", Buffer.from(text).toString("base64url"), MINUTE);
}

/** What the last page said to `page`, if anything. */
export function flashFor(page: Flash["page"], cookies: Record<string, string>): Flash | null {
  try {
    const value = cookies[cookieName("flash")] ?? "";
    const flash = schema.parse(JSON.parse(Buffer.from(value, "base64url").toString()));
    return flash.page === page ? flash : null;
  } catch {
    return null;
  }
}
